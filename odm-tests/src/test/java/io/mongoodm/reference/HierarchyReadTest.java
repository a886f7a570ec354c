package io.mongoodm.reference;

import static com.mongodb.client.model.Accumulators.sum;
import static com.mongodb.client.model.Aggregates.group;
import static com.mongodb.client.model.Aggregates.match;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static io.mongoodm.query.Fields.field;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mongoodm.DecodingException;
import io.mongoodm.DocumentNotFoundException;
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
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = Vehicle.class)
final class HierarchyReadTest {
    private static final Bike BIKE = new Bike(new ObjectId(), "B 1", 21);
    private static final Car CAR = new Car(new ObjectId(), "C 2", 90, List.of("front", "back"));
    private static final Truck TRUCK = new Truck(new ObjectId(), "T 3", 400, 7.5);

    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    HierarchyReadTest(AsyncOdm odm, CommandRecorder recorder) {
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
    void theRootFindsEveryVariantAndSendsNoTag(Form form) {
        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(vehicles(form).find().toList()).containsExactlyInAnyOrder(BIKE, CAR, TRUCK)))
                .containsExactly(command("{find: 'vehicles', filter: {}}"));
        assertThat(vehicles(form).get(eq("plate", "T 3"))).isEqualTo(TRUCK);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theRootsFiltersNameComponentsOfAnyVariant(Form form) {
        assertThat(vehicles(form).find(gt("gears", 3)).toList()).containsExactly(BIKE);
        assertThat(vehicles(form).find(field(Car::seats).exists()).toList()).containsExactly(CAR);
        assertThatThrownBy(() -> vehicles(form).find(exists("wings")))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("Vehicle has no field \"wings\" (filter, at wings): name one of its fields (_cls,"
                        + " _id, gears, load, plate, power, seats)");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aVariantFindsItsOwnByItsTagInFront(Form form) {
        List<org.bson.BsonDocument> sent = Sent.by(
                recorder,
                () -> assertThat(bikes(form).find(gt("gears", 3)).toList()).containsExactly(BIKE));

        assertThat(sent).containsExactly(command("{find: 'vehicles', filter: {_cls: 'Bike', gears: {$gt: 3}}}"));
        assertThat(sent.getFirst().getDocument("filter").getFirstKey()).isEqualTo("_cls");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anInterfaceUnderTheRootFindsTheVariantsUnderIt(Form form) {
        Model<Motor> motors = form.model(odm, Motor.class);

        assertThat(Sent.by(recorder, () -> assertThat(motors.find().toList()).containsExactlyInAnyOrder(CAR, TRUCK)))
                .containsExactly(command("{find: 'vehicles', filter: {_cls: {$in: ['Car', 'lorry']}}}"));
        assertThat(motors.find(gt("power", 100)).toList()).containsExactly(TRUCK);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void everyReadOfAVariantCarriesItsTag(Form form) {
        Model<Bike> bikes = bikes(form);

        assertThat(bikes.findOne(eq("plate", "C 2"))).isEmpty();
        assertThat(bikes.findById(CAR.id())).isEmpty();
        assertThat(bikes.findById(BIKE.id())).contains(BIKE);
        assertThat(bikes.findRaw().toList()).hasSize(1);
        assertThat(bikes.countDocuments()).isEqualTo(1);
        assertThat(bikes.estimatedDocumentCount()).isEqualTo(1);
        assertThat(bikes.exists(eq("plate", "C 2"))).isFalse();
        assertThat(bikes.distinct(field(Bike::plate)).toList()).containsExactly("B 1");
        assertThatThrownBy(() -> bikes.get(eq("plate", "C 2")))
                .isExactlyInstanceOf(DocumentNotFoundException.class)
                .hasMessage("No Bike matches the filter: use findOne where there may be none");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anEstimateOfAVariantIsACount(Form form) {
        assertThat(Sent.by(recorder, () -> bikes(form).estimatedDocumentCount()))
                .containsExactly(command("{aggregate: 'vehicles', pipeline: [{$match: {_cls: 'Bike'}},"
                        + " {$group: {_id: 1, n: {$sum: 1}}}], cursor: {}}"));
        assertThat(Sent.namesBy(recorder, () -> vehicles(form).estimatedDocumentCount()))
                .containsExactly("count");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void randomOnTheRootKeepsTheVariant(Form form) {
        assertThat(vehicles(form).getRandomOne(eq("plate", "T 3"))).isEqualTo(TRUCK);
        assertThat(Sent.by(
                        recorder, () -> assertThat(bikes(form).getRandomOne()).isEqualTo(BIKE)))
                .containsExactly(command("{aggregate: 'vehicles', pipeline: [{$match: {_cls: 'Bike'}},"
                        + " {$sample: {size: 1}}], cursor: {}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anAggregationOfAVariantStartsWithItsTag(Form form) {
        Document own = new Document("$match", new Document("gears", new Document("$gt", 3)));

        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(bikes(form)
                                        .aggregate(List.of(own, group(null, sum("n", 1))))
                                        .toList())
                                .containsExactly(Document.parse("{_id: null, n: 1}"))))
                .containsExactly(command("{aggregate: 'vehicles', pipeline: [{$match: {_cls: 'Bike'}},"
                        + " {$match: {gears: {$gt: 3}}}, {$group: {_id: null, n: {$sum: 1}}}], cursor: {}}"));
        assertThat(own).isEqualTo(Document.parse("{$match: {gears: {$gt: 3}}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anAggregationOfTheRootHasNoTag(Form form) {
        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(vehicles(form)
                                        .aggregate(List.of(match(eq("plate", "C 2"))), Vehicle.Car.class)
                                        .toList())
                                .containsExactly(CAR)))
                .containsExactly(
                        command("{aggregate: 'vehicles', pipeline: [{$match: {plate: 'C 2'}}], cursor:" + " {}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aFilterCannotEscapeToSiblings(Form form) {
        Model<Bike> bikes = bikes(form);

        assertThat(bikes.find(eq("_cls", "Car")).toList()).isEmpty();
        assertThat(bikes.find(new Document("$or", List.of(new Document("_cls", "Car"), new Document())))
                        .toList())
                .containsExactly(BIKE);
        assertThat(bikes.aggregate(List.of(match(eq("_cls", "Car")))).toList()).isEmpty();
        assertThat(bikes.deleteMany(eq("_cls", "Car")).getDeletedCount()).isZero();
        assertThat(vehicles(form).countDocuments()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theRootsFilterMayNameTheTag(Form form) {
        assertThat(vehicles(form).find(eq("_cls", "lorry")).toList()).containsExactly(TRUCK);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aTagThatNobodyKnowsIsAnErrorThatNamesTheKnownOnes(Form form) {
        odm.synchronous().database().getCollection("vehicles").insertOne(new Document("_cls", "Boat"));
        odm.synchronous().database().getCollection("vehicles").insertOne(new Document("plate", "none"));

        DecodingException unknown = catchThrowableOfType(
                DecodingException.class,
                () -> vehicles(form).find(eq("_cls", "Boat")).toList());
        assertThat(unknown).hasMessage("Expected one of Bike, Car, lorry but was another tag at _cls (type Vehicle)");
        assertThat(unknown.recordType()).isEqualTo(Vehicle.class);
        assertThatThrownBy(() -> vehicles(form).get(eq("plate", "none")))
                .isExactlyInstanceOf(DecodingException.class)
                .hasMessage("Expected one of Bike, Car, lorry but there is no such string at _cls (type Vehicle)");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void typedFieldsOfTheRootFitItsVariantsAndTheirsFitTheRoot(Form form) {
        assertThat(bikes(form).find(field(Vehicle::plate).eq("B 1")).toList()).containsExactly(BIKE);
        assertThat(vehicles(form).find(field(Truck::load).gt(7.0)).toList()).containsExactly(TRUCK);
        assertThat(form.model(odm, Motor.class).find(field(Car::power).lt(100)).toList())
                .containsExactly(CAR);
        assertThatThrownBy(() -> vehicles(form).find(field(Book::title).eq("Emma")))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage("A field of Book does not belong to Vehicle (filter, at title): use a field of"
                        + " Vehicle, or put it into elemMatch");
    }

    record Plate(String plate) {}

    record Strength(ObjectId id, @Nullable Integer power) {}

    @ParameterizedTest
    @EnumSource(Form.class)
    void anotherRecordIsReadOfEveryVariant(Form form) {
        assertThat(Sent.by(
                        recorder,
                        () -> assertThat(vehicles(form)
                                        .find()
                                        .project(Plate.class)
                                        .toList())
                                .extracting(Plate::plate)
                                .containsExactlyInAnyOrder("B 1", "C 2", "T 3")))
                .containsExactly(command("{find: 'vehicles', filter: {}, projection: {plate: 1, _id: 0}}"));
        assertThat(vehicles(form).find().project(Strength.class).toList())
                .extracting(Strength::power)
                .containsExactlyInAnyOrder(null, 90, 400);
        assertThat(bikes(form).find().project(Plate.class).toList()).containsExactly(new Plate("B 1"));
    }

    private Model<Vehicle> vehicles(Form form) {
        return form.model(odm, Vehicle.class);
    }

    private Model<Bike> bikes(Form form) {
        return form.model(odm, Bike.class);
    }
}
