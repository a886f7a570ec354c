package io.mongoodm.internal.mapping;

import static io.mongoodm.internal.mapping.Mappings.read;
import static io.mongoodm.internal.mapping.Mappings.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import io.mongoodm.DecodingException;
import io.mongoodm.EncodingException;
import io.mongoodm.OdmCodecs;
import io.mongoodm.Ref;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWriter;
import org.bson.BsonInt32;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.codecs.Codec;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Code;
import org.bson.types.CodeWithScope;
import org.bson.types.ObjectId;
import org.bson.types.Symbol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that have no form, and code of the user's that fails: always an exception of this library, with the place. */
class WritingFaultTest {
    record Text(String text) {}

    record Texts(List<String> list, Map<String, String> map, Optional<String> optional) {}

    record Extra(int a, @BsonExtraElements Document rest) {}

    private static final String HALF = "Expected text that UTF-8 can hold but it has half of a surrogate pair at ";

    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "a\uDC00b", "\uDC00\uD800", "ends in \uD83D", "\uD800\uD800\uDC00"})
    void halfOfASurrogatePairIsNeverStoredAsAnotherCharacter(String half) {
        assertThatThrownBy(() -> write(new Text(half)))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage(HALF + "text (record Text, component text)");
        assertThatThrownBy(() -> write(new Texts(List.of("", half), Map.of(), Optional.empty())))
                .hasMessage(HALF + "list[1] (record Texts, component list)");
        assertThatThrownBy(() -> write(new Texts(List.of(), Map.of(half, ""), Optional.empty())))
                .hasMessage(HALF + "map (record Texts, component map)");
        assertThatThrownBy(() -> write(new Texts(List.of(), Map.of(), Optional.of(half))))
                .hasMessage(HALF + "optional (record Texts, component optional)");
        assertThatThrownBy(() -> write(new Extra(1, new Document(half, 1))))
                .hasMessage(HALF.substring(0, HALF.length() - 4) + " (record Extra, component rest)");
    }

    record Loose(Object any, Document document, BsonDocument bson) {}

    @ParameterizedTest
    @MethodSource
    void halfOfASurrogatePairIsRefusedInDocumentsToo(Loose loose, String place) {
        assertThatThrownBy(() -> write(loose))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage(HALF + place + " (record Loose, component " + place + ")");
    }

    static Stream<Arguments> halfOfASurrogatePairIsRefusedInDocumentsToo() {
        String half = "a\uD800b";
        Document empty = new Document();
        return Stream.of(
                        half,
                        List.of(half),
                        new Document("a", new Document("b", half)),
                        new Document(half, 1),
                        new Symbol(half),
                        new Code(half),
                        new CodeWithScope(half, empty),
                        new BsonRegularExpression(half))
                .flatMap(value -> Stream.of(
                        Arguments.of(new Loose(value, empty, new BsonDocument()), "any"),
                        Arguments.of(new Loose(1, new Document("v", value), new BsonDocument()), "document")));
    }

    @Test
    void halfOfASurrogatePairInABsonDocumentIsRefused() {
        assertThatThrownBy(() -> write(new Loose(1, new Document(), new BsonDocument("v", new BsonString("\uDC00")))))
                .hasMessage(HALF + "bson (record Loose, component bson)");
    }

    @Test
    void wholePairsAreText() {
        Text text = new Text("\uD83D\uDE00 and \uD83D\uDE01");
        assertThat(read(Text.class, write(text).toJson())).isEqualTo(text);
    }

    record Node(ObjectId id, Ref<Node> parent) {}

    @Test
    void textThatStandsForAnObjectIdIsNoReference() {
        Codec<Node> codec = OdmCodecs.registry(MongoClientSettings.getDefaultCodecRegistry(), Node.class)
                .get(Node.class);
        Node node = new Node(new ObjectId(), Ref.to("64b000000000000000000001"));

        assertThatThrownBy(() -> codec.encode(
                        new BsonDocumentWriter(new BsonDocument()),
                        node,
                        EncoderContext.builder().build()))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage("Expected ObjectId but was String at parent (record Node, component parent): refer to an"
                        + " ObjectId, such as new ObjectId(text)");
    }

    @Test
    void extraElementsHaveNamesThatBsonCanHold() {
        assertThatThrownBy(() -> write(new Extra(1, new Document("a\0b", 1))))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage("Expected a field name without the NUL character but it has one"
                        + " (record Extra, component rest)");
        assertThatThrownBy(() -> write(new Extra(1, new Document((String) null, 1))))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage("Expected a field name but was null (record Extra, component rest)");
    }

    record Open(@Nullable Document document) {}

    @Test
    void documentThatBsonCannotHoldIsAnEncodingException() {
        ModelCodec<Open> codec = codec(Open.class);
        Open open = new Open(new Document("secret\0", 1));
        assertThatThrownBy(() -> codec.encode(
                        new BsonBinaryWriter(new BasicOutputBuffer()),
                        open,
                        EncoderContext.builder().build()))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage("Expected a value that the codec of Document writes but it refused one of Document at"
                        + " document (record Open, component document)");
    }

    @Test
    void documentThatContainsItselfIsAnEncodingException() {
        Document document = new Document();
        document.put("self", document);
        assertThatThrownBy(() -> write(new Open(document))).isExactlyInstanceOf(EncodingException.class);
    }

    @SuppressWarnings("unchecked")
    private static <T> ModelCodec<T> codec(Class<T> type) {
        return (ModelCodec<T>) Mappings.of().registry().get(type);
    }

    /** Throws a checked exception that nobody declares, as other languages do. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> int sneaky() throws E {
        throw (E) new IOException("checked");
    }

    record Sneaky(int n) {
        Sneaky {
            if (n == 1) {
                WritingFaultTest.<RuntimeException>sneaky();
            }
        }

        @Override
        public int n() {
            return n == 2 ? WritingFaultTest.<RuntimeException>sneaky() : n;
        }
    }

    @Test
    void checkedExceptionOfAConstructorIsTheDirectCause() {
        assertThatThrownBy(() -> read(Sneaky.class, "{n: 1}"))
                .isExactlyInstanceOf(DecodingException.class)
                .hasMessage("Expected values that the record accepts but its constructor refused them (record Sneaky)")
                .cause()
                .isExactlyInstanceOf(IOException.class);
    }

    @Test
    void checkedExceptionOfAnAccessorIsTheDirectCause() {
        assertThatThrownBy(() -> write(new Sneaky(2)))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage("Expected a value but the accessor failed at n (record Sneaky, component n)")
                .cause()
                .isExactlyInstanceOf(IOException.class);
    }

    record Elements(List<Integer> list) {}

    @Test
    void collectionThatFailsIsAnEncodingException() {
        List<Integer> failing = new AbstractList<>() {
            @Override
            public Integer get(int index) {
                return index;
            }

            @Override
            public int size() {
                return 2;
            }

            @Override
            public Iterator<Integer> iterator() {
                throw new ConcurrentModificationException();
            }
        };
        assertThatThrownBy(() -> write(new Elements(failing)))
                .isExactlyInstanceOf(EncodingException.class)
                .hasMessage("Expected a document that can be written but writing it failed (record Elements)")
                .hasCauseExactlyInstanceOf(ConcurrentModificationException.class);
    }

    record Real(double d, float f) {}

    @Test
    void negativeZeroWithAnExponentIsZero() {
        Real real = read(Real.class, "{d: {$numberDecimal: '-0E+3'}, f: {$numberDecimal: '-0E-7'}}");
        assertThat(real).isEqualTo(new Real(-0.0, -0.0f));
        assertThatThrownBy(() -> read(Real.class, "{d: {$numberDecimal: '-1E-6000'}, f: 0}"))
                .hasMessage("Expected double but was a decimal128 that it cannot hold exactly at d"
                        + " (record Real, component d)");
    }

    record Deep(BsonDocument document) {}

    @Test
    void whatWasReadOnceIsWrittenAndReadAgain() {
        Deep deep = new Deep(new BsonDocument("a", new BsonDocument("b", new BsonInt32(1))));
        assertThat(read(Deep.class, write(deep).toJson())).isEqualTo(deep);
    }
}
