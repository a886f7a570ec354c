package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import java.nio.ByteBuffer;
import java.util.List;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When code is generated for a record. */
class ReachedRecordTest {
    private static final int DOCUMENTS = 3;

    record Line(String article, int count) {}

    record Order(int id, Line line) {}

    private final byte[] stored = Paths.bytes(BsonDocument.parse("{_id: 1, line: {article: 'pen', count: 2}}"));

    @Test
    void codeIsGeneratedForTheDocumentBehindTheFirstOnes() {
        Mapping mapping = mapping(DOCUMENTS);
        read(mapping);
        write(mapping);
        assertThat(code(mapping, Order.class)).isNull();
        assertThat(code(mapping, Order.class)).isNotNull();
        assertThat(read(mapping)).isEqualTo(new Order(1, new Line("pen", 2)));
    }

    @Test
    void modelsOfAHandleGetCodeBehind300Documents() {
        Problems problems = new Problems();
        Mapping mapping =
                Mapping.of(List.of(Order.class), MongoClientSettings.getDefaultCodecRegistry(), null, problems);
        for (int i = 0; i < 300; i++) {
            assertThat(code(mapping, Order.class)).isNull();
        }
        assertThat(code(mapping, Order.class)).isNotNull();
    }

    @Test
    void codeOfAPartIsGeneratedWithThatOfTheWhole() {
        Mapping mapping = mapping(DOCUMENTS);
        for (int i = 0; i <= DOCUMENTS; i++) {
            code(mapping, Order.class);
        }
        assertThat(code(mapping, Line.class)).isNotNull();
    }

    @Test
    void noCodeIsGeneratedWhereItMayNot() {
        Mapping mapping = mapping(Access.NEVER);
        read(mapping);
        assertThat(code(mapping, Order.class)).isNull();
    }

    @Test
    void membersAreCalledByAGeneratedClassFromTheStart() {
        ReachedRecord reached = new Access(null, DOCUMENTS)
                .members(Line.class, Declaration.of(Line.class))
                .orElseThrow();
        assertThat(reached.members().getClass().isHidden()).isTrue();
    }

    private static Mapping mapping(int documents) {
        Problems problems = new Problems();
        Mapping mapping = Models.parse(
                List.of(Order.class),
                MongoClientSettings.getDefaultCodecRegistry(),
                new Access(null, documents),
                problems);
        problems.throwIfAny();
        return mapping;
    }

    /** Returns the code as the codec asks for it. */
    private static @Nullable RecordBytes code(Mapping mapping, Class<?> record) {
        return ((ParsedRecord<?>) mapping.row(record)).generated();
    }

    private Order read(Mapping mapping) {
        return mapping.registry()
                .get(Order.class)
                .decode(
                        new BsonBinaryReader(ByteBuffer.wrap(stored)),
                        DecoderContext.builder().build());
    }

    private static void write(Mapping mapping) {
        mapping.registry()
                .get(Order.class)
                .encode(
                        new BsonBinaryWriter(new BasicOutputBuffer()),
                        new Order(1, new Line("pen", 2)),
                        EncoderContext.builder().build());
    }
}
