package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In the reference a bulk write on a variant inserts without the tag and deletes siblings. */
@OdmTest(models = Vehicle.class)
class BulkWriteOfVariantsTest extends WriteTest {
    BulkWriteOfVariantsTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @ParameterizedTest
    @EnumSource
    void everyWriteOfAVariantHasItsTag(Form form) {
        Model<Vehicle.Car> cars = form.model(async, Vehicle.Car.class);

        assertThat(sentBy(() -> cars.bulkWrite(List.of(
                        new InsertOneModel<>(new Vehicle.Car(1, "Fiat", 3)),
                        new UpdateManyModel<>(new Document(), set("doors", 5)),
                        new UpdateOneModel<>(
                                eq("_id", 2),
                                combine(set("name", "Audi"), set("doors", 5)),
                                new UpdateOptions().upsert(true)),
                        new ReplaceOneModel<>(eq("_id", 1), new Vehicle.Car(1, "Seat", 5)),
                        new DeleteManyModel<>(eq("name", "Fiat"))))))
                .containsExactly(
                        json("{insert: 'vehicles', ordered: true,"
                                + " documents: [{_cls: 'Car', _id: 1, name: 'Fiat', doors: 3}]}"),
                        json("{update: 'vehicles', ordered: true, updates: ["
                                + "{q: {_cls: 'Car'}, u: {$set: {doors: 5}}, multi: true},"
                                + " {q: {_cls: 'Car', _id: 2}, u: {$set: {name: 'Audi', doors: 5}}, upsert: true}]}"),
                        json("{update: 'vehicles', ordered: true, updates: ["
                                + "{q: {_cls: 'Car', _id: 1}, u: {_cls: 'Car', _id: 1, name: 'Seat', doors: 5}}]}"),
                        json(
                                "{delete: 'vehicles', ordered: true, deletes: [{q: {_cls: 'Car', name: 'Fiat'}, limit: 0}]}"));
        assertThat(cars.find().toList())
                .containsExactlyInAnyOrder(new Vehicle.Car(1, "Seat", 5), new Vehicle.Car(2, "Audi", 5));
    }

    @ParameterizedTest
    @EnumSource
    void siblingsStay(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        vehicles.create(new Vehicle.Truck(1, "MAN", null, null));

        form.model(async, Vehicle.Car.class).bulkWrite(List.of(new DeleteManyModel<>(new Document())));

        assertThat(vehicles.countDocuments()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void rootMixesVariants(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);

        vehicles.bulkWrite(List.of(
                new InsertOneModel<>(new Vehicle.Car(1, "Fiat", 3)),
                new InsertOneModel<>(new Vehicle.Truck(2, "MAN", null, null)),
                new ReplaceOneModel<>(eq("_id", 1), new Vehicle.Truck(1, "DAF", null, null))));

        assertThat(vehicles.find().toList())
                .containsExactlyInAnyOrder(
                        new Vehicle.Truck(1, "DAF", null, NOON), new Vehicle.Truck(2, "MAN", null, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void upsertThroughTheRootHasToFixTheVariant(Form form) {
        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> form.model(async, Vehicle.class)
                                .bulkWrite(List.of(new UpdateOneModel<>(
                                        eq("_id", 1), set("name", "x"), new UpdateOptions().upsert(true)))))
                        .withMessage("An upsert on Vehicle does not say which variant it inserts: use the model of the"
                                + " variant, or an equality on _cls")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tagCannotBeSet(Form form) {
        assertThat(sentBy(() -> assertThatExceptionOfType(InvalidFilterException.class)
                        .isThrownBy(() -> form.model(async, Vehicle.class)
                                .bulkWrite(List.of(new UpdateManyModel<>(new Document(), set("_cls", "Car")))))))
                .isEmpty();
    }
}
