package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.internal.mapping.StoredForms.Box;
import io.mongoodm.internal.mapping.StoredForms.Form;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredFormsTest {
    private static final String GOLDEN = "stored-forms.txt";

    private final Mapping mapping = Mappings.of();

    static List<Form> forms() {
        return StoredForms.all();
    }

    @Test
    void formsAreThoseOfTheGoldenFile() throws IOException {
        StringBuilder actual = new StringBuilder();
        for (Form form : StoredForms.all()) {
            actual.append(line(form.name(), write(codec(form), StoredForms.box(form))));
        }
        actual.append(line("primitives", Mappings.write(mapping, StoredForms.primitives())));
        actual.append(line("keys", Mappings.write(mapping, StoredForms.keys())));
        // Left beside the build for whoever adds a type and has to extend the golden file.
        Files.writeString(Path.of("target", GOLDEN), actual);
        try (InputStream golden = StoredFormsTest.class.getResourceAsStream("/" + GOLDEN)) {
            byte[] expected = Objects.requireNonNull(golden, GOLDEN).readAllBytes();
            assertThat(actual.toString()).isEqualTo(new String(expected, StandardCharsets.UTF_8));
        }
    }

    private static String line(String name, BsonDocument document) {
        JsonWriterSettings extended =
                JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();
        return name + " " + document.toJson(extended) + "\n";
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyTypeComesBackFromEveryPosition(Form form) {
        Codec<Box<Object>> codec = codec(form);
        BsonDocument stored = write(codec, StoredForms.box(form));
        Box<Object> back = codec.decode(
                new BsonDocumentReader(stored), DecoderContext.builder().build());
        assertThat(back).usingRecursiveComparison().isEqualTo(StoredForms.box(form));
        assertThat(write(codec, back)).isEqualTo(stored);
    }

    @Test
    void primitivesAndKeysComeBack() {
        BsonDocument stored = Mappings.write(mapping, StoredForms.primitives());
        assertThat(Mappings.read(mapping, StoredForms.Primitives.class, stored.toJson()))
                .usingRecursiveComparison()
                .isEqualTo(StoredForms.primitives());
        BsonDocument keys = Mappings.write(mapping, StoredForms.keys());
        assertThat(Mappings.read(mapping, StoredForms.Keys.class, keys.toJson())).isEqualTo(StoredForms.keys());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Codec<Box<Object>> codec(Form form) {
        return (Codec<Box<Object>>) (Codec) mapping.registry().get(Box.class, List.of(form.type()));
    }

    private static BsonDocument write(Codec<Box<Object>> codec, Box<Object> box) {
        BsonDocument result = new BsonDocument();
        codec.encode(new BsonDocumentWriter(result), box, EncoderContext.builder().build());
        return result;
    }
}
