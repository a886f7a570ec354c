package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.annotation.UpdatedAt;
import io.mongoodm.annotation.Version;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Updates by a filter through a sealed interface of which only some variants have stamps and a version. */
@OdmTest(models = HierarchyStampsTest.Parcel.class)
class HierarchyStampsTest extends WriteTest {
    sealed interface Parcel {
        record Plain(int id, String text) implements Parcel {}

        record Tracked(
                int id,
                String text,
                @Version long version,
                @UpdatedAt @Nullable Instant updatedAt) implements Parcel {}
    }

    HierarchyStampsTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    private Model<Parcel> parcels(Form form) {
        Model<Parcel> parcels = form.model(async, Parcel.class);
        parcels.createMany(List.of(new Parcel.Plain(1, "a"), new Parcel.Tracked(2, "a", 0, null)));
        return parcels;
    }

    @ParameterizedTest
    @EnumSource
    void updatesThroughTheRootWriteThoseOfAnyVariantToWhateverMatches(Form form) {
        Model<Parcel> parcels = parcels(form);

        assertThat(updateSentBy(() -> parcels.updateMany(eq("text", "a"), set("text", "b"))))
                .isEqualTo(json(
                        "{q: {text: 'a'}, u: {$set: {text: 'b', updatedAt: %s}, $inc: {version: {$numberLong: '1'}}},"
                                + " multi: true}",
                        NOON));
        assertThat(stored("parcel"))
                .contains(json("{_cls: 'Plain', _id: 1, text: 'b', updatedAt: %s, version: {$numberLong: '1'}}", NOON));
        assertThat(parcels.find().toList())
                .containsExactly(new Parcel.Plain(1, "b"), new Parcel.Tracked(2, "b", 1, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void updatesOfOneVariantWriteItsOwn(Form form) {
        Model<Parcel> parcels = parcels(form);

        parcels.updateMany(eq("_cls", "Plain"), set("text", "b"));
        form.model(async, Parcel.Plain.class).updateOne(new Document(), set("text", "c"));
        parcels.updateOne(eq("_cls", "Tracked"), set("text", "d"));

        assertThat(stored("parcel"))
                .containsExactlyInAnyOrder(
                        json("{_cls: 'Plain', _id: 1, text: 'c'}"),
                        json("{_cls: 'Tracked', _id: 2, text: 'd', version: {$numberLong: '1'}, updatedAt: %s}", NOON));
    }
}
