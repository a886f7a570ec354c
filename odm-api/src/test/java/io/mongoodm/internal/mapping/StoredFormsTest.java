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
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoredFormsTest {
    private static final String GOLDEN = "stored-forms.txt";
    private static final JsonWriterSettings EXTENDED =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final Paths.Both mappings = Paths.parse();

    static List<Form> forms() {
        return StoredForms.all();
    }

    @Test
    void formsAreThoseOfTheGoldenFile() throws IOException {
        StringBuilder actual = new StringBuilder();
        for (Form form : StoredForms.all()) {
            actual.append(line(form.name(), paths(form).write(StoredForms.box(form))));
        }
        actual.append(line("primitives", Mappings.write(StoredForms.primitives())));
        actual.append(line("keys", Mappings.write(StoredForms.keys())));
        // Left beside the build for whoever adds a type and has to extend the golden file.
        Files.writeString(Path.of("target", GOLDEN), actual);
        try (InputStream golden = StoredFormsTest.class.getResourceAsStream("/" + GOLDEN)) {
            byte[] expected = Objects.requireNonNull(golden, GOLDEN).readAllBytes();
            assertThat(actual.toString()).isEqualTo(new String(expected, StandardCharsets.UTF_8));
        }
    }

    @Test
    void publishedTableShowsTheFormOfEachType() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "mapping.md"));
        for (Form form : StoredForms.all()) {
            BsonDocument document = paths(form).write(StoredForms.box(form));
            BsonDocument component = new BsonDocument("v", document.get("component"));
            String json = component.toJson(EXTENDED);
            String row = Pattern.quote("| `" + form.name() + "`") + "[^\n]*"
                    + Pattern.quote(" | `" + json.substring("{\"v\": ".length(), json.length() - 1) + "` |");
            assertThat(Pattern.compile(row).matcher(page).find())
                    .as(form.name())
                    .isTrue();
        }
    }

    private static String line(String name, BsonDocument document) {
        return name + " " + document.toJson(EXTENDED) + "\n";
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyTypeComesBackFromEveryPosition(Form form) {
        Paths<Box<Object>> paths = paths(form);
        BsonDocument stored = paths.write(StoredForms.box(form));
        Box<Object> back = paths.read(stored);
        assertThat(back).usingRecursiveComparison().isEqualTo(StoredForms.box(form));
        assertThat(paths.write(back)).isEqualTo(stored);
        paths.writeJson(back);
    }

    @Test
    void primitivesAndKeysComeBack() {
        BsonDocument stored = Mappings.write(StoredForms.primitives());
        assertThat(Mappings.read(StoredForms.Primitives.class, stored.toJson()))
                .usingRecursiveComparison()
                .isEqualTo(StoredForms.primitives());
        BsonDocument keys = Mappings.write(StoredForms.keys());
        assertThat(Mappings.read(StoredForms.Keys.class, keys.toJson())).isEqualTo(StoredForms.keys());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Paths<Box<Object>> paths(Form form) {
        return (Paths) Paths.of(mappings, Box.class, form.type());
    }
}
