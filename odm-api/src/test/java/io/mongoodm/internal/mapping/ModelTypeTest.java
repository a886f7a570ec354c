package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.Ref;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.annotation.Relation;
import io.mongoodm.annotation.Version;
import io.mongoodm.query.StoredField;
import io.mongoodm.query.StoredFields;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.codecs.pojo.annotations.BsonDiscriminator;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.bson.codecs.pojo.annotations.BsonIgnore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelTypeTest {
    record HTTPLog(int id) {}

    record KUser(int id) {}

    record Order2Line(int id) {}

    @OdmModel(collection = "given", database = "other", validateFilters = false)
    record Given(int id) {}

    @Test
    void collectionsAreNamedInSnakeCase() {
        Mapping mapping = Mappings.of(HTTPLog.class, KUser.class, Order2Line.class, Given.class);
        assertThat(mapping.models())
                .extracting(ModelType::collection)
                .containsExactly("http_log", "k_user", "order2_line", "given");
        ModelType<Given> given = mapping.model(Given.class);
        assertThat(given.database()).isEqualTo("other");
        assertThat(given.validateFilters()).isFalse();
        assertThat(given.tagField()).isNull();
        assertThat(given.tags()).isEmpty();
        assertThat(given.filtersOnTags()).isFalse();
        assertThat(given.tagIndex()).isFalse();
        assertThat(given.root()).isEqualTo(Given.class);
    }

    @OdmModel(tagField = "kind", tagIndex = false)
    sealed interface Place {
        int id();

        record Park(int id, double hectares) implements Place {}

        sealed interface Indoor extends Place {
            @BsonDiscriminator("m")
            record Museum(int id, @Nullable String name, int hectares) implements Indoor {}

            record Hall(int id, @BsonExtraElements Map<String, Object> rest) implements Indoor {}
        }
    }

    @Test
    void variantsAndInterfacesBetweenShareTheRoot() {
        Mapping mapping = Mappings.of(Place.class);
        ModelType<Place> root = mapping.model(Place.class);
        assertThat(root.tags()).containsExactly("Park", "m", "Hall");
        assertThat(root.tagField()).isEqualTo("kind");
        assertThat(root.tagIndex()).isFalse();
        assertThat(root.filtersOnTags()).isFalse();
        ModelType<Place.Indoor> indoor = mapping.model(Place.Indoor.class);
        assertThat(indoor.root()).isEqualTo(Place.class);
        assertThat(indoor.collection()).isEqualTo("place");
        assertThat(indoor.tags()).containsExactly("m", "Hall");
        assertThat(indoor.filtersOnTags()).isTrue();
        ModelType<Place.Indoor.Museum> museum = mapping.model(Place.Indoor.Museum.class);
        assertThat(museum.tags()).containsExactly("m");
        assertThat(museum.filtersOnTags()).isTrue();
        assertThat(museum.tagOf(Place.Indoor.Museum.class)).isEqualTo("m");
        assertThat(mapping.models()).containsExactly(root);
        assertThat(mapping.hasModel(Place.Park.class)).isTrue();
        assertThat(mapping.hasModel(KUser.class)).isFalse();
    }

    @BsonDiscriminator(key = "kind")
    sealed interface Shelf {
        sealed interface Low extends Shelf {
            record Box(int id) implements Low {}
        }
    }

    record Room(Shelf.Low low) {}

    @Test
    void driversAnnotationNamesTheTagFieldToo() {
        assertThat(Mappings.of(Shelf.class).model(Shelf.class).tagField()).isEqualTo("kind");
        Mappings.assertStored(new Room(new Shelf.Low.Box(1)), "{low: {_id: 1, kind: 'Box'}}");
    }

    @Test
    void rootThatSharesItsCollectionFiltersOnTags() {
        @OdmModel(collection = "place")
        record Beside(int id) {}
        Mapping mapping = Mappings.of(Place.class, Beside.class);
        assertThat(mapping.model(Place.class).filtersOnTags()).isTrue();
        assertThat(mapping.model(Beside.class).filtersOnTags()).isFalse();
    }

    @Test
    void documentsAreWrittenWithIdAndTagInFront() {
        Mapping mapping = Mappings.of(Place.class);
        Place.Indoor.Museum museum = new Place.Indoor.Museum(1, null, 3);
        ModelType<Place> root = mapping.model(Place.class);
        RecordModel<Place> record = root.recordOf(museum);
        assertThat(record.type()).isEqualTo(Place.Indoor.Museum.class);
        assertThat(record.encode(museum).toJson()).isEqualTo("{\"_id\": 1, \"kind\": \"m\", \"hectares\": 3}");
        assertThat(Mappings.write(mapping, museum)).isEqualTo(record.encode(museum));
        assertThat(Mappings.read(mapping, Place.class, "{hectares: 3, _id: 1, kind: 'm'}"))
                .isEqualTo(museum);
    }

    @Test
    void extraElementsOfAVariantDoNotHoldItsTag() {
        Mapping mapping = Mappings.of(Place.class);
        Place.Indoor.Hall hall = new Place.Indoor.Hall(1, Map.of("x", 2));
        BsonDocument stored = BsonDocument.parse("{_id: 1, kind: 'Hall', x: 2}");
        assertThat(Mappings.read(mapping, Place.class, stored.toJson())).isEqualTo(hall);
        assertThat(Mappings.read(mapping, Place.Indoor.Hall.class, stored.toJson()))
                .isEqualTo(hall);
        assertThat(Mappings.write(mapping, hall)).isEqualTo(stored);
    }

    @Test
    void shapeOfARootHoldsTheFieldsOfAllVariants() {
        Shape.Embedded shape = Mappings.of(Place.class).model(Place.class).shape();
        assertThat(shape.storedNames()).containsExactly("_id", "hectares", "name");
        assertThat(shape.fields("hectares")).hasSize(2);
        assertThat(shape.fields("x")).isEmpty();
        assertThat(shape.isOpen()).isTrue();
        assertThat(shape.tagField()).isEqualTo("kind");
    }

    @Test
    void unregisteredClassIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> Mappings.of(KUser.class).model(HTTPLog.class))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(HTTPLog.class.getName() + " is not registered with this handle: name it, or a sealed"
                        + " interface above it, where the handle is built");
    }

    record Visit(
            int id,
            int placeId,
            Optional<String> note,
            List<Ref<KUser>> guests,
            @Relation(localField = "placeId") @Nullable Place place,
            @BsonIgnore int cached,
            @Version long version) {}

    @Test
    void relationsAreParsed() {
        RecordModel<Visit> visit = visit();
        assertThat(visit.component("place").orElseThrow().relation())
                .contains(new RelationModel(RelationModel.Kind.ONE, Place.class, "placeId", "_id"));
        assertThat(visit.component("guests").orElseThrow().relation())
                .contains(new RelationModel(RelationModel.Kind.REFERENCES, KUser.class, "guests", "_id"));
        assertThat(visit.component(ComponentModel.Role.VERSION).orElseThrow().name())
                .isEqualTo("version");
        assertThat(visit.component("guests").orElseThrow().shape())
                .isInstanceOfSatisfying(
                        Shape.Elements.class,
                        guests -> assertThat(guests.element())
                                .isInstanceOfSatisfying(
                                        Shape.Scalar.class,
                                        id -> assertThat(id.type()).isEqualTo(BsonType.INT32)));
    }

    private static RecordModel<Visit> visit() {
        return Mappings.of(Visit.class, Place.class, KUser.class).row(Visit.class);
    }

    @Test
    void componentsEncodeAndDecodeSingleValues() {
        ComponentModel note = visit().component("note").orElseThrow();
        assertThat(note.encode(Optional.of("a"))).isEqualTo(new BsonString("a"));
        assertThat(note.encode(Optional.empty())).isNull();
        assertThat(note.decode(new BsonString("a"))).isEqualTo(Optional.of("a"));
        assertThatThrownBy(() -> note.decode(new BsonInt32(1)))
                .hasMessage("Expected string but was int32 at note (record Visit, component note)");
    }

    @Test
    void copiesHaveOtherValues() {
        RecordModel<Visit> model = visit();
        Visit visit = new Visit(1, 2, Optional.empty(), List.of(), null, 0, 0);
        ComponentModel version = model.component("version").orElseThrow();
        assertThat(model.with(visit, Map.of(version, 5L)).version()).isEqualTo(5);
        assertThat(model.value(visit, version)).isEqualTo(0L);
    }

    @Test
    void codecsTellTypedFieldsHowComponentsAreStored() {
        StoredFields fields = (StoredFields) visit().codec();
        StoredField note = fields.storedField("note");
        assertThat(note.name()).isEqualTo("note");
        assertThat(note.nullable()).isTrue();
        assertThat(fields.storedField("id").name()).isEqualTo("_id");
        assertThatThrownBy(() -> fields.storedField("cached"))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("Component cached of Visit is not stored: name a component that is");
        assertThatThrownBy(() -> fields.storedField("none"))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("Visit has no component none: name one of its components");
    }

    @Test
    void idsAreReadWithoutAHandle() {
        record Keyed(String id) {}
        record NoId(String name) {}
        assertThat(Objects.requireNonNull(Identity.of(new Keyed("a")))).isEqualTo("a");
        assertThatThrownBy(() -> Identity.of(new NoId("a")))
                .hasMessage("Record NoId has no id to refer to: name a component id, or mark it with @BsonId");
        assertThatThrownBy(() -> Identity.of("a"))
                .hasMessage("java.lang.String is no record, so it has no id to refer to");
    }
}
