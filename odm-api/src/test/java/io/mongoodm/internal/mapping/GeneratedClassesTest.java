package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GeneratedClassesTest {
    private record Hidden(int id, String name) {}

    @Test
    void codeIsGeneratedForPrivateRecords() {
        assertThat(code(Hidden.class)).isNotNull();
    }

    @Test
    void codeIsGeneratedForRecordsWithoutComponents() {
        record Empty() {}
        assertThat(code(Empty.class)).isNotNull();
    }

    /** A loader that defines the record itself, as an application server or a test runner does. */
    private static final class ChildLoader extends ClassLoader {
        ChildLoader() {
            super(GeneratedClassesTest.class.getClassLoader());
        }

        Class<?> define(Class<?> original) throws IOException {
            String file = original.getName().replace('.', '/') + ".class";
            try (InputStream bytes = Objects.requireNonNull(getParent().getResourceAsStream(file))) {
                byte[] code = bytes.readAllBytes();
                return defineClass(original.getName(), code, 0, code.length);
            }
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void codeIsGeneratedUnderAnotherClassLoader() throws IOException {
        Class<?> copy = new ChildLoader().define(LoadedElsewhere.class);
        assertThat(copy).isNotEqualTo(LoadedElsewhere.class);
        assertThat(code(copy)).isNotNull();
        Codec<Object> codec = (Codec<Object>) Mappings.of(copy).registry().get(copy);
        Object read = codec.decode(
                new BsonBinaryReader(ByteBuffer.wrap(Paths.bytes(BsonDocument.parse("{_id: 7, name: 'x'}")))),
                DecoderContext.builder().build());
        assertThat(read).hasToString("LoadedElsewhere[id=7, name=x]");
        assertThat(read.getClass()).isEqualTo(copy);
    }

    record Chapter(String title, @Nullable Book from, List<Chapter> parts) {}

    record Book(int year, Chapter first, List<Chapter> chapters) {}

    @Test
    void recordsThatHoldThemselvesAndEachOtherAreReadByGeneratedCode() {
        assertThat(code(Chapter.class)).isNotNull();
        BsonDocument stored = BsonDocument.parse("{title: 'a', from: {year: 1, first: {title: 'b', parts: []},"
                + " chapters: [{title: 'c', parts: [{title: 'd', parts: []}]}]}, parts: [{title: 'e', parts: []}]}");
        Chapter read = Mappings.of(Chapter.class)
                .registry()
                .get(Chapter.class)
                .decode(
                        new BsonBinaryReader(ByteBuffer.wrap(Paths.bytes(stored))),
                        DecoderContext.builder().build());
        Chapter d = new Chapter("d", null, List.of());
        Book book = new Book(1, new Chapter("b", null, List.of()), List.of(new Chapter("c", null, List.of(d))));
        assertThat(read).isEqualTo(new Chapter("a", book, List.of(new Chapter("e", null, List.of()))));
    }

    @Test
    void nothingIsGeneratedForVeryWideRecords() {
        record Wide(
                int a0,
                int a1,
                int a2,
                int a3,
                int a4,
                int a5,
                int a6,
                int a7,
                int a8,
                int a9,
                int b0,
                int b1,
                int b2,
                int b3,
                int b4,
                int b5,
                int b6,
                int b7,
                int b8,
                int b9,
                int c0,
                int c1,
                int c2,
                int c3,
                int c4,
                int c5,
                int c6,
                int c7,
                int c8,
                int c9,
                int d0,
                int d1,
                int d2,
                int d3,
                int d4,
                int d5,
                int d6,
                int d7,
                int d8,
                int d9,
                int e0,
                int e1,
                int e2,
                int e3,
                int e4,
                int e5,
                int e6,
                int e7,
                int e8,
                int e9,
                int f0,
                int f1,
                int f2,
                int f3,
                int f4,
                int f5,
                int f6,
                int f7,
                int f8,
                int f9,
                int g0,
                int g1,
                int g2,
                int g3,
                int g4) {}
        assertThat(code(Wide.class)).isNull();
    }

    private static @Nullable RecordBytes code(Class<?> record) {
        ParsedRecord<?> parsed = (ParsedRecord<?>) Mappings.of(record).row(record);
        return parsed.generated(Set.of());
    }
}
