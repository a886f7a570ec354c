package io.mongoodm.mapping

import com.mongodb.MongoClientSettings
import io.mongoodm.DecodingException
import io.mongoodm.OdmCodecs
import io.mongoodm.annotation.Default
import java.io.IOException
import java.nio.ByteBuffer
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.bson.BsonBinaryReader
import org.bson.BsonBinaryWriter
import org.bson.BsonDocument
import org.bson.BsonDocumentReader
import org.bson.BsonDocumentWriter
import org.bson.codecs.BsonDocumentCodec
import org.bson.codecs.DecoderContext
import org.bson.codecs.EncoderContext
import org.bson.io.BasicOutputBuffer
import org.junit.jupiter.api.Test

@JvmRecord
data class KInner(val text: String)

@JvmRecord
data class KBox<T>(val value: T, val rest: List<T>)

@JvmRecord
data class KPerson(
    val id: Int,
    val name: String,
    val nick: String?,
    val score: Int?,
    val tags: List<String>,
    val more: List<String>?,
    val bytes: ByteArray?,
    val inner: KInner?,
    val required: KInner,
    val box: KBox<String>?,
    @Default("7") val seven: Int,
)

@JvmRecord
data class KStrict(val n: Int) {
    init {
        if (n < 0) throw IOException("negative")
    }
}

sealed interface KShape {
    @JvmRecord
    data class Circle(val radius: Double) : KShape

    @JvmRecord
    data class Group(val shapes: List<KShape>, val first: KShape?) : KShape
}

/** What Kotlin says about null stands in the class file alone; records of Kotlin keep to the same table as Java's. */
class KotlinRecordsTest {
    private val registry = OdmCodecs.registry(
        MongoClientSettings.getDefaultCodecRegistry(),
        KPerson::class.java,
        KShape::class.java,
        KStrict::class.java,
    )

    /** Reads from bytes and from a document, and lets both say the same. */
    private fun <T : Any> read(type: Class<T>, json: String): T {
        val document = BsonDocument.parse(json)
        val codec = registry.get(type)
        val output = BasicOutputBuffer()
        BsonDocumentCodec().encode(BsonBinaryWriter(output), document, EncoderContext.builder().build())
        val fromBytes = runCatching {
            codec.decode(BsonBinaryReader(ByteBuffer.wrap(output.toByteArray())), DecoderContext.builder().build())
        }
        val fromDocument = runCatching { codec.decode(BsonDocumentReader(document), DecoderContext.builder().build()) }
        assertThat(fromBytes.exceptionOrNull()?.message).isEqualTo(fromDocument.exceptionOrNull()?.message)
        assertThat(fromBytes.getOrNull()).isEqualTo(fromDocument.getOrNull())
        return fromBytes.getOrThrow()
    }

    @Test
    fun absentAndNullAreNullWhereTheTypeHasAQuestionMark() {
        val expected = KPerson(1, "Ann", null, null, listOf(), null, null, null, KInner("x"), null, 7)
        assertThat(read(KPerson::class.java, "{_id: 1, name: 'Ann', required: {text: 'x'}}")).isEqualTo(expected)
        val nulls = "{_id: 1, name: 'Ann', nick: null, score: null, tags: null, more: null, bytes: null, inner: null," +
            " required: {text: 'x'}, box: null, seven: null}"
        assertThat(read(KPerson::class.java, nulls)).isEqualTo(expected)
    }

    @Test
    fun absentFailsWhereItHasNone() {
        assertThatThrownBy { read(KPerson::class.java, "{_id: 1, required: {text: 'x'}}") }
            .isExactlyInstanceOf(DecodingException::class.java)
            .hasMessage(
                "Expected a value but the field is absent at name (record KPerson, component name): store one, or" +
                    " declare the component with @Default, as an Optional or @Nullable",
            )
        assertThatThrownBy { read(KPerson::class.java, "{_id: 1, name: 'Ann'}") }
            .hasMessageStartingWith("Expected a value but the field is absent at required (record KPerson")
        assertThatThrownBy { read(KPerson::class.java, "{_id: 1, name: 'Ann', required: {}}") }
            .hasMessageStartingWith("Expected a value but the field is absent at required.text (record KInner")
    }

    @Test
    fun nullFailsWhereItHasNone() {
        assertThatThrownBy { read(KPerson::class.java, "{_id: 1, name: null, required: {text: 'x'}}") }
            .isExactlyInstanceOf(DecodingException::class.java)
            .hasMessageStartingWith("Expected a value but the field is null at name (record KPerson, component name)")
    }

    @Test
    fun anotherTypeFails() {
        assertThatThrownBy { read(KPerson::class.java, "{_id: 1, name: 'Ann', nick: 5, required: {text: 'x'}}") }
            .hasMessage("Expected string but was int32 at nick (record KPerson, component nick)")
    }

    @Test
    fun typeArgumentsAreNullableOrNotAsTheyAreUsed() {
        val person = read(KPerson::class.java, "{_id: 1, name: '', required: {text: ''}, box: {rest: ['a']}}")
        assertThat(person.box?.rest).containsExactly("a")
        assertThat<String>(person.box?.value).isNull()
    }

    @Test
    fun checkedExceptionOfAnInitialiserIsTheDirectCause() {
        assertThatThrownBy { read(KStrict::class.java, "{n: -1}") }
            .isExactlyInstanceOf(DecodingException::class.java)
            .hasMessage("Expected values that the record accepts but its constructor refused them (record KStrict)")
            .hasCauseExactlyInstanceOf(IOException::class.java)
    }

    @Test
    fun sealedInterfacesComeBack() {
        val shape: KShape = KShape.Group(listOf(KShape.Circle(1.0), KShape.Group(listOf(), null)), KShape.Circle(2.0))
        val stored = BsonDocument()
        registry.get(KShape::class.java).encode(BsonDocumentWriter(stored), shape, EncoderContext.builder().build())
        assertThat(stored).isEqualTo(
            BsonDocument.parse(
                "{_cls: 'Group', shapes: [{_cls: 'Circle', radius: 1.0}, {_cls: 'Group', shapes: []}]," +
                    " first: {_cls: 'Circle', radius: 2.0}}",
            ),
        )
        assertThat(read(KShape::class.java, stored.toJson())).isEqualTo(shape)
    }
}
