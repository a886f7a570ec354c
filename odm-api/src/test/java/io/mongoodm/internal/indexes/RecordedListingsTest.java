package io.mongoodm.internal.indexes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RecordedListingsTest {
    @TestFactory
    Stream<DynamicTest> declarationsAreComparedAsAServerListsThem() throws IOException {
        BsonDocument data;
        try (InputStream in = getClass().getResourceAsStream("listings.json")) {
            data = BsonDocument.parse(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        }
        return data.getArray("cases").stream()
                .map(one -> one.asDocument())
                .map(one -> DynamicTest.dynamicTest(one.getString("name").getValue(), () -> compare(one)));
    }

    private static void compare(BsonDocument one) {
        Declaration declaration = Declarations.of(one.getDocument("key"), one.getDocument("options"));
        BsonDocument inherited = one.containsKey("inherited") ? one.getDocument("inherited") : null;
        ServerIndex listed = ServerIndex.of(one.getDocument("listing"));

        assertThat(declaration.normalForm(inherited).differences(listed.normalForm()))
                .containsExactlyElementsOf(one.getArray("differences").stream()
                        .map(name -> ((BsonString) name).getValue())
                        .toList());
    }
}
