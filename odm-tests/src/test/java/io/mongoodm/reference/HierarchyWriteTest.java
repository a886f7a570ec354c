package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static io.mongoodm.query.Fields.field;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOptions;
import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.GetOrCreate;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Vehicle.Bike;
import io.mongoodm.reference.Vehicle.Car;
import io.mongoodm.reference.Vehicle.Motor;
import io.mongoodm.reference.Vehicle.Truck;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = Vehicle.class)
final class HierarchyWriteTest {
    private static final Bike BIKE = new Bike(new ObjectId(), "B 1", 21);
    private static final Car CAR = new Car(new ObjectId(), "C 2", 90, List.of("front", "back"));
    private static final Truck TRUCK = new Truck(new ObjectId(), "T 3", 400, 7.5);

    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    HierarchyWriteTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void storeVehicles() {
        Model<Vehicle> vehicles = odm.synchronous().model(Vehicle.class);
        vehicles.deleteMany(new Document());
        vehicles.createMany(List.of(BIKE, CAR, TRUCK));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theTagIsStoredInFrontOfAllButTheId(Form form) {
        BsonDocument throughRoot = inserted(() -> vehicles(form).create(new Bike(new ObjectId(), "B 9", 3)));
        BsonDocument throughVariant =
                inserted(() -> form.model(odm, Truck.class).create(new Truck(new ObjectId(), "T 9", 1, 1)));

        assertThat(throughRoot.keySet()).startsWith("_id", "_cls");
        assertThat(throughRoot).containsEntry("_cls", new BsonString("Bike"));
        assertThat(throughVariant.keySet()).startsWith("_id", "_cls");
        assertThat(throughVariant).containsEntry("_cls", new BsonString("lorry"));
    }

    private BsonDocument inserted(Runnable create) {
        return Sent.by(recorder, create)
                .getFirst()
                .getArray("documents")
                .getFirst()
                .asDocument();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anUpdateThroughAVariantLeavesSiblingsAlone(Form form) {
        Model<Motor> motors = form.model(odm, Motor.class);

        assertThat(motors.updateMany(new Document(), set("plate", "moved")).getModifiedCount())
                .isEqualTo(2);
        assertThat(vehicles(form).get(eq("_id", BIKE.id()))).isEqualTo(BIKE);
        assertThat(bikes(form).deleteMany(new Document()).getDeletedCount()).isEqualTo(1);
        assertThat(vehicles(form).countDocuments()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aWholeRecordIsUpdatedWithItsTagInTheFilter(Form form) {
        Bike slower = new Bike(BIKE.id(), "B 1", 7);

        assertThat(Sent.by(recorder, () -> vehicles(form).update(slower))
                        .getFirst()
                        .getArray("updates"))
                .first()
                .satisfies(update -> assertThat(update.asDocument().getDocument("q"))
                        .isEqualTo(command("{_id: {$oid: '" + BIKE.id() + "'}, _cls: 'Bike'}")));
        assertThat(vehicles(form).findById(BIKE.id())).contains(slower);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aRecordIsNotUpdatedOverAnotherVariant(Form form) {
        Bike impostor = new Bike(CAR.id(), "B 1", 7);

        assertThatThrownBy(() -> vehicles(form).update(impostor))
                .isExactlyInstanceOf(DocumentNotFoundException.class)
                .hasMessage("There is no stored Bike with this id; nothing was written. It was deleted, or never"
                        + " created: create it, or replace it with upsert");
        assertThat(vehicles(form).delete(impostor).getDeletedCount()).isZero();
        assertThat(vehicles(form).findById(CAR.id())).contains(CAR);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aReplacementMayChangeTheVariant(Form form) {
        Truck grown = new Truck(BIKE.id(), "B 1", 200, 3);

        assertThat(vehicles(form).replace(grown)).isEqualTo(grown);
        assertThat(vehicles(form).findById(BIKE.id())).contains(grown);
        assertThat(bikes(form).exists()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void noUpdateMaySetTheTag(Form form) {
        for (Runnable update : List.<Runnable>of(
                () -> vehicles(form).updateMany(new Document(), set("_cls", "Car")),
                () -> bikes(form).updateOne(new Document(), set("_cls", "Car")),
                () -> bikes(form).findOneAndUpdate(new Document(), set("_cls", "Car")),
                () -> vehicles(form).update(BIKE, set("_cls", "Car")))) {
            assertThat(Sent.by(
                            recorder,
                            () -> assertThatThrownBy(update::run)
                                    .isExactlyInstanceOf(InvalidFilterException.class)
                                    .hasMessage("\"_cls\" tells variants apart and cannot be changed (update, at"
                                            + " $set._cls): replace(record) stores another variant")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anUpsertThroughAVariantStoresItsTag(Form form) {
        bikes(form).updateOne(eq("plate", "B 8"), set("gears", 5), new UpdateOptions().upsert(true));

        assertThat(bikes(form).get(eq("plate", "B 8")).gears()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anUpsertThroughTheRootHasToFixTheVariant(Form form) {
        UpdateOptions upsert = new UpdateOptions().upsert(true);

        assertThatThrownBy(() -> vehicles(form).updateOne(eq("plate", "X"), set("gears", 5), upsert))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("An upsert on Vehicle does not say which variant it inserts: use the model of the"
                        + " variant,"
                        + " or an equality on _cls");
        assertThatThrownBy(() -> form.model(odm, Motor.class).updateOne(eq("plate", "X"), set("power", 5), upsert))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("An upsert on Motor does not say which variant it inserts: use the model of the variant,"
                        + " or an equality on _cls");

        vehicles(form).updateOne(new Document("_cls", "Bike").append("plate", "X"), set("gears", 5), upsert);

        assertThat(bikes(form).get(eq("plate", "X")).gears()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void getOrCreateThroughTheRootTakesTheSuppliersVariant(Form form) {
        GetOrCreate<Vehicle> created =
                vehicles(form).getOrCreate(eq("plate", "T 8"), () -> new Truck(new ObjectId(), "T 8", 1, 2));

        assertThat(created.created()).isTrue();
        assertThat(created.document()).isInstanceOf(Truck.class);
        assertThat(vehicles(form).getOrCreate(eq("plate", "T 8"), () -> BIKE))
                .isEqualTo(new GetOrCreate<>(created.document(), false));
        assertThat(form.model(odm, Motor.class)
                        .getOrCreate(eq("plate", "C 8"), () -> new Car(new ObjectId(), "C 8", 1, List.of()))
                        .created())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void bulkWritesOnAVariantAreTaggedAndLeaveSiblingsAlone(Form form) {
        BulkWriteResult result = bikes(form)
                .bulkWrite(List.of(
                        new InsertOneModel<>(new Bike(new ObjectId(), "B 7", 1)),
                        new UpdateManyModel<>(gt("gears", 0), inc("gears", 1)),
                        new DeleteManyModel<>(field(Bike::gears).gt(20))));

        assertThat(result.getInsertedCount()).isEqualTo(1);
        assertThat(result.getModifiedCount()).isEqualTo(2);
        assertThat(result.getDeletedCount()).isEqualTo(1);
        assertThat(bikes(form).find().toList()).extracting(Bike::gears).containsExactly(2);
        assertThat(form.model(odm, Motor.class).find().toList()).containsExactlyInAnyOrder(CAR, TRUCK);
    }

    private Model<Vehicle> vehicles(Form form) {
        return form.model(odm, Vehicle.class);
    }

    private Model<Bike> bikes(Form form) {
        return form.model(odm, Bike.class);
    }
}
