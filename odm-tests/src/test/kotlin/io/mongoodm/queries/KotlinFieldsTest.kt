package io.mongoodm.queries

import com.mongodb.MongoClientSettings
import io.mongoodm.InvalidFilterException
import io.mongoodm.OdmCodecs
import io.mongoodm.query.Field
import io.mongoodm.query.Fields.elements
import io.mongoodm.query.Fields.entries
import io.mongoodm.query.Fields.field
import kotlin.reflect.KProperty1
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.bson.conversions.Bson
import org.junit.jupiter.api.Test

private fun JavaCity.nameOf(): String = name()

/** Kotlin's ways to name a component. */
class KotlinFieldsTest {
    @JvmRecord
    data class Home(val city: String)

    @JvmRecord
    data class Person(
        val id: String?,
        val name: String,
        val isActive: Boolean,
        val nick: String?,
        val home: Home?,
        val tags: List<String>,
        val scores: Map<String, Int>,
    )

    @JvmRecord
    data class Other(val name: String)

    @JvmInline
    value class Email(val text: String)

    @JvmRecord
    data class Member(val id: Int, val email: Email)

    sealed interface Place {
        val label: String
    }

    @JvmRecord
    data class Park(override val label: String) : Place

    @Test
    fun aPropertyReferenceNamesTheComponent() {
        assertThat(field(Person::name).toString()).isEqualTo("Person.name")
        assertThat(field(Person::isActive).toString()).isEqualTo("Person.isActive")
        assertThat(field(Person::id).path()).isEqualTo("_id")
        assertThat(elements(Person::tags).push("a").toString()).isEqualTo("push(Person.tags)")
        assertThat(entries(Person::scores).key("chess").path()).isEqualTo("scores.chess")
        assertThat(field(Person::home).then(Home::city).path()).isEqualTo("home.city")
        assertThat(field(Place::label).path()).isEqualTo("label")
    }

    private fun by(property: KProperty1<Person, String?>) = field(property)

    private fun byFunction(property: (Person) -> String?): Field<Person, String?> = field(property)

    private inline fun <reified T : Any> inlined(property: KProperty1<T, String?>) = field(property)

    @Test
    fun oneFunctionNamesManyComponents() {
        assertThat(listOf(Person::name, Person::nick).map { by(it).path() }).containsExactly("name", "nick")
        assertThat(listOf(byFunction(Person::nick), byFunction(Person::id)).map { it.path() }).containsExactly("nick", "_id")
    }

    @Test
    fun anInlineFunctionNamesTheComponentOfItsCaller() {
        assertThat(inlined(Person::name).toString()).isEqualTo("Person.name")
        assertThat(inlined(Other::name).toString()).isEqualTo("Other.name")
    }

    @Test
    fun anAccessorOfAJavaRecordNamesTheComponent() {
        fun population(city: JavaCity): Long = city.population() + 1
        assertThat(field(JavaCity::name).toString()).isEqualTo("JavaCity.name")
        assertThat(elements(JavaCity::tags).toString()).isEqualTo("JavaCity.tags")
        assertThatExceptionOfType(InvalidFilterException::class.java).isThrownBy { field<JavaCity, String> { it.name() } }
        assertThatExceptionOfType(InvalidFilterException::class.java).isThrownBy { field(JavaCity::nameOf) }
        assertThat(population(JavaCity("x", 1, listOf()))).isEqualTo(2)
    }

    @Test
    fun aValueOfAValueClassIsWhatItHolds() {
        val registry = OdmCodecs.registry(MongoClientSettings.getDefaultCodecRegistry(), Member::class.java)
        fun rendered(expression: Bson) = expression.toBsonDocument(Member::class.java, registry).toJson()

        assertThat(rendered(field(Member::email).eq(Email("a@b")))).isEqualTo("""{"email": "a@b"}""")
        assertThat(rendered(field(Member::email).isIn(listOf(Email("a"), Email("b")))))
            .isEqualTo("""{"email": {"${'$'}in": ["a", "b"]}}""")
        assertThat(rendered(field(Member::email).set(Email("c")))).isEqualTo("""{"${'$'}set": {"email": "c"}}""")
    }

    @Test
    fun whatNamesNoComponentIsRefused() {
        val refused = "This accessor does not tell which component it reads: pass a reference to the component's accessor on" +
            " its record, such as field(User::name)"
        assertThatExceptionOfType(InvalidFilterException::class.java)
            .isThrownBy { field<Person, String> { it.name } }
            .withMessage(refused)
        assertThatExceptionOfType(InvalidFilterException::class.java)
            .isThrownBy { byFunction { it.nick } }
            .withMessage(refused)
    }
}
