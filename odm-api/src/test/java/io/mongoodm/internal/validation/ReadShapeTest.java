package io.mongoodm.internal.validation;

import static io.mongoodm.internal.validation.Models.json;
import static io.mongoodm.internal.validation.Models.refused;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Sorts;
import io.mongoodm.internal.validation.Models.Loose;
import io.mongoodm.internal.validation.Models.Numbered;
import io.mongoodm.internal.validation.Models.Place;
import io.mongoodm.internal.validation.Models.User;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** Sorts, hints, projections and pipelines. */
@SuppressWarnings("serial") // accessors of records that are not public
class ReadShapeTest {
    record City(String city) {}

    record Row(ObjectId id, String name, City address, List<Part> items) {}

    record Part(String name) {}

    record Nameless(long views) {}

    record Texts(String level) {}

    record Wrong(ObjectId id, int name) {}

    record Unknown(String nmae) {}

    private final Validator users = Models.of(User.class);

    @Test
    void sortsNameFields() {
        assertThat(users.sort(Sorts.orderBy(field(User::id).descending(), Sorts.ascending("address.city"))))
                .isEqualTo(json("{_id: -1, 'address.city': 1}"));
        assertThat(users.sort(Sorts.metaTextScore("any"))).isEqualTo(json("{any: {$meta: 'textScore'}}"));
        assertThat(users.sort(new Document())).isEqualTo(new BsonDocument());
        assertThat(users.sort(json("{$natural: -1}"))).isEqualTo(json("{$natural: -1}"));
        refused(() -> users.sort(json("{agee: 1}")), "User has no field 'agee' (sort, at agee): did you mean 'age'?");
        refused(
                () -> users.sort(json("{age: 'up'}")),
                "A sort takes 1, -1 or {$meta: ...} (sort, at age): give 1 or -1");
        refused(
                () -> users.sort(field(Numbered::name).ascending()),
                "A field of Numbered does not belong to User (sort, at name): use a field of User, or put it into"
                        + " elemMatch");
    }

    @Test
    void hintsNameTheKeysOfAnIndex() {
        assertThat(users.hint(json("{id: 1, name: -1}"))).isEqualTo(json("{_id: 1, name: -1}"));
        assertThat(users.hint(json("{'address.city': 'hashed'}"))).isEqualTo(json("{'address.city': 'hashed'}"));
        assertThat(users.hint(json("{'profile.$**': 1}"))).isEqualTo(json("{'profile.$**': 1}"));
        assertThat(users.hint(json("{$natural: 1}"))).isEqualTo(json("{$natural: 1}"));
        assertThat(users.hint(json("{_fts: 'text', _ftsx: 1}"))).isEqualTo(json("{_fts: 'text', _ftsx: 1}"));
        refused(() -> users.hint(json("{agee: 1}")), "User has no field 'agee' (hint, at agee): did you mean 'age'?");
        refused(() -> users.hint(json("{}")), "The hint is empty (hint): name the keys of an index");
        refused(
                () -> users.hint(json("{age: 'up'}")),
                "An index key is 1, -1 or a kind such as '2dsphere' (hint, at age): give it as the index has it");
    }

    @Test
    void aProjectionOfTheModelItselfLeavesEveryComponentWhole() {
        Validator numbered = Models.of(Numbered.class);
        assertThat(numbered.projection(json("{id: 1, name: 1}"))).isEqualTo(json("{_id: 1, name: 1}"));
        assertThat(numbered.projection(json("{name: true}"))).isEqualTo(json("{name: true}"));
        assertThat(numbered.projection(json("{score: {$meta: 'textScore'}}")))
                .isEqualTo(json("{score: {$meta: 'textScore'}}"));
        assertThat(numbered.projection(new Document())).isEqualTo(new BsonDocument());
        String rest =
                " of User, which writing the record back would make permanent (projection): read another record with"
                        + " project(Row.class), or documents with findRaw";
        refused(() -> users.projection(json("{tags: 0}")), "The projection drops or shortens 'tags'" + rest);
        refused(() -> users.projection(json("{id: 0}")), "The projection drops or shortens '_id'" + rest);
        refused(() -> users.projection(json("{name: 1}")), "The projection drops or shortens 'age'" + rest);
        refused(
                () -> users.projection(json("{'address.city': 0}")),
                "The projection drops or shortens 'address.city'" + rest);
        refused(() -> users.projection(json("{tags: {$slice: 1}}")), "The projection drops or shortens 'tags'" + rest);
        refused(
                () -> users.projection(json("{items: {$elemMatch: {name: 'x'}}}")),
                "The projection drops or shortens 'items'" + rest);
        refused(() -> users.projection(json("{name: '$nick'}")), "The projection drops or shortens 'name'" + rest);
        refused(
                () -> users.projection(json("{nmae: 0}")),
                "User has no field 'nmae' (projection, at nmae): did you mean 'name'?");
        refused(
                () -> Models.of(Loose.class).projection(json("{name: 1}")),
                "The projection drops fields that Loose keeps without naming them (projection): read another record"
                        + " with project(Row.class), or documents with findRaw");
    }

    @Test
    void aRawProjectionNamesFieldsOrComputesThem() {
        assertThat(users.rawProjection(
                        json("{id: 0, name: 1, 'items.$': 1, tags: {$slice: 2}, total: {$sum: '$scores'}}")))
                .isEqualTo(json("{_id: 0, name: 1, 'items.$': 1, tags: {$slice: 2}, total: {$sum: '$scores'}}"));
        assertThat(users.rawProjection(json("{items: {$elemMatch: {id: {$oid: '64b000000000000000000001'}}}}")))
                .isEqualTo(json("{items: {$elemMatch: {_id: {$oid: '64b000000000000000000001'}}}}"));
        refused(
                () -> users.rawProjection(json("{nmae: 1}")),
                "User has no field 'nmae' (projection, at nmae): did you mean 'name'?");
        refused(
                () -> users.rawProjection(json("{items: {$elemMatch: {nmae: 1}}}")),
                "Item has no field 'nmae' (projection, at items.nmae): did you mean 'name'?");
    }

    private BsonDocument row(Class<?> row) {
        return users.projectionFor(Models.MAPPING.row(row));
    }

    @Test
    void aRowFetchesWhatItsComponentsNeed() {
        assertThat(row(Row.class)).isEqualTo(json("{_id: 1, name: 1, 'address.city': 1, items: 1}"));
        assertThat(row(Nameless.class)).isEqualTo(json("{views: 1, _id: 0}"));
        assertThat(row(Texts.class)).isEqualTo(json("{level: 1, _id: 0}"));
        assertThat(row(Loose.class)).isEqualTo(new BsonDocument());
        assertThat(Models.of(Place.class).projectionFor(Models.MAPPING.row(Place.Park.class)))
                .isEqualTo(json("{_id: 1, name: 1, hectares: 1, inside: 1, _cls: 1}"));
    }

    @Test
    void aRowThatTheModelCannotFillIsRefused() {
        refused(
                () -> row(Wrong.class),
                "Component name of Wrong reads 'name' as an int, and User stores a string (projection): declare the"
                        + " component as the model does");
        refused(
                () -> row(Unknown.class),
                "Component nmae of Unknown reads no field: User has no field 'nmae' (projection, at nmae): did you mean"
                        + " 'name'?");
    }

    @Test
    void onlyTheLeadingMatchOfAPipelineIsChecked() {
        List<Bson> stages = List.of(
                Aggregates.match(field(User::id).eq(new ObjectId("64b000000000000000000001"))),
                Aggregates.match(json("{total: 5}")));
        assertThat(users.pipeline(stages))
                .containsExactly(
                        json("{$match: {_id: {$oid: '64b000000000000000000001'}}}"), json("{$match: {total: 5}}"));
        refused(
                () -> users.pipeline(List.of(json("{$match: {nmae: 1}}"))),
                "User has no field 'nmae' (pipeline, at [0].$match.nmae): did you mean 'name'?");
        assertThat(users.pipeline(List.of(json("{$unwind: '$tags'}"), json("{$match: {any: 1}}"))))
                .hasSize(2);
        assertThat(users.pipeline(List.of(Aggregates.match(field(Numbered::name).eq("x")))))
                .containsExactly(json("{$match: {name: 'x'}}"));
        refused(
                () -> users.pipeline(List.of(json("{}"))),
                "A stage has one operator (pipeline, at [0]): give each stage a document of its own");
    }

    @Test
    void tagsStandWhereTheServerAllowsThem() {
        Validator parks = Models.of(Place.Park.class);
        String tag = "{$match: {_cls: 'Park'}}";
        assertThat(parks.pipeline(List.of())).containsExactly(json(tag));
        assertThat(parks.pipeline(List.of(json("{$match: {name: 'x'}}"))))
                .containsExactly(json(tag), json("{$match: {name: 'x'}}"));
        assertThat(parks.pipeline(List.of(json("{$search: {}}"), json("{$limit: 1}"))))
                .containsExactly(json("{$search: {}}"), json(tag), json("{$limit: 1}"));
        assertThat(parks.pipeline(List.of(json("{$vectorSearch: {}}"))))
                .containsExactly(json("{$vectorSearch: {}}"), json(tag));
        assertThat(parks.pipeline(List.of(json("{$match: {$text: {$search: 'x'}}}"))))
                .containsExactly(json("{$match: {$text: {$search: 'x'}}}"), json(tag));
        assertThat(parks.pipeline(List.of(json("{$geoNear: {near: [1, 2], distanceField: 'd'}}"))))
                .containsExactly(json("{$geoNear: {near: [1, 2], distanceField: 'd', query: {_cls: 'Park'}}}"));
        assertThat(parks.pipeline(List.of(json("{$geoNear: {query: {name: 'x'}}}"))))
                .containsExactly(json("{$geoNear: {query: {_cls: 'Park', name: 'x'}}}"));
        assertThat(parks.pipeline(List.of(json("{$indexStats: {}}")))).containsExactly(json("{$indexStats: {}}"));
        refused(
                () -> parks.pipeline(List.of(json("{$searchMeta: {}}"))),
                "$searchMeta counts the documents of all variants, not those of Park alone (pipeline, at [0]): run it"
                        + " on the sealed interface, or use $search");
    }

    @Test
    void theCallersStagesAreNeverChanged() {
        BsonDocument stage = json("{$geoNear: {query: {name: 'x'}}}");
        List<BsonDocument> stages = new ArrayList<>(List.of(stage));
        Models.of(Place.Park.class).pipeline(stages);
        assertThat(stages).containsExactly(json("{$geoNear: {query: {name: 'x'}}}"));
        assertThat(stage).isEqualTo(json("{$geoNear: {query: {name: 'x'}}}"));
    }
}
