package io.mongoodm.query;

import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.entries;
import static io.mongoodm.query.Fields.field;
import static io.mongoodm.query.Fields.optional;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoClientSettings;
import io.mongoodm.EncodingException;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.OdmCodecs;
import io.mongoodm.Ref;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** The values of typed fields are written by the codec of their own place, whatever containers lie around it. */
class FieldValueTest {
    record Size(int width) {}

    record Named(String id, Size size) {}

    record Shelf(
            ObjectId id,
            Map<String, Integer> counts,
            Map<DayOfWeek, Size> sizes,
            Map<Integer, List<String>> titles,
            Map<String, Ref<Named>> owners,
            Optional<Map<String, Integer>> more,
            List<List<Integer>> grid,
            Set<DayOfWeek> days,
            Optional<List<Size>> spare,
            Optional<Integer> floor) {}

    private static final CodecRegistry REGISTRY =
            OdmCodecs.registry(MongoClientSettings.getDefaultCodecRegistry(), Shelf.class, Named.class);

    private static String rendered(Bson expression) {
        return expression.toBsonDocument(Shelf.class, REGISTRY).toJson().replace("\"", "'");
    }

    @Test
    void anEntryTakesTheValuesOfItsMap() {
        assertThat(rendered(entries(Shelf::counts).key("a").gte(1))).isEqualTo("{'counts.a': {'$gte': 1}}");
        assertThat(rendered(entries(Shelf::counts).key("a").set(2))).isEqualTo("{'$set': {'counts.a': 2}}");
        assertThat(rendered(entries(Shelf::counts).key("a").isIn(List.of(1, 2))))
                .isEqualTo("{'counts.a': {'$in': [1, 2]}}");
        assertThat(rendered(entries(Shelf::sizes).key(DayOfWeek.MONDAY).set(new Size(3))))
                .isEqualTo("{'$set': {'sizes.MONDAY': {'width': 3}}}");
        assertThat(rendered(entries(Shelf::sizes)
                        .key(DayOfWeek.MONDAY)
                        .then(Size::width)
                        .lt(4)))
                .isEqualTo("{'sizes.MONDAY.width': {'$lt': 4}}");
        assertThat(rendered(entries(Shelf::titles).key(7).eq(List.of("x")))).isEqualTo("{'titles.7': ['x']}");
        assertThat(rendered(entries(Shelf::owners).key("a").eq(Ref.to("ann")))).isEqualTo("{'owners.a': 'ann'}");
    }

    @Test
    void theMapItselfIsAValueToo() {
        assertThat(rendered(field(Shelf::counts).set(Map.of("a", 1)))).isEqualTo("{'$set': {'counts': {'a': 1}}}");
        assertThat(rendered(optional(Shelf::more).eq(Map.of("a", 1)))).isEqualTo("{'more': {'a': 1}}");
    }

    @Test
    void anElementTakesTheValuesOfItsCollection() {
        assertThat(rendered(elements(Shelf::days).eq(DayOfWeek.FRIDAY))).isEqualTo("{'days': 'FRIDAY'}");
        assertThat(rendered(elements(Shelf::grid).push(List.of(1, 2)))).isEqualTo("{'$push': {'grid': [1, 2]}}");
        assertThat(rendered(elements(Shelf::grid).at(0).set(List.of(3)))).isEqualTo("{'$set': {'grid.0': [3]}}");
        assertThat(rendered(optional(Shelf::spare).set(List.of(new Size(1)))))
                .isEqualTo("{'$set': {'spare': [{'width': 1}]}}");
        assertThat(rendered(optional(Shelf::floor).gt(1))).isEqualTo("{'floor': {'$gt': 1}}");
    }

    @Test
    void aValueThatHasNoStoredFormMakesTheFilterWrong() {
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> rendered(entries(Shelf::owners).key("a").eq(Ref.to(7))))
                .withMessage("Expected String but was Integer at owners (record Shelf, component owners)")
                .withCauseExactlyInstanceOf(EncodingException.class);
    }
}
