package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.FindOneAndDeleteOptions;
import io.mongoodm.DecodingException;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.reference.Written.Vehicle;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import java.util.List;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = {Person.class, Vehicle.class})
class FindOneAndDeleteTest extends WriteTest {
    FindOneAndDeleteTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @ParameterizedTest
    @EnumSource
    void returnsWhatItDeleted(Form form) {
        Model<Person> people = form.model(async, Person.class);
        Person ann = people.create(Person.named("Ann"));

        assertThat(sentBy(() -> assertThat(
                                people.findOneAndDelete(field(Person::name).eq("Ann")))
                        .contains(ann)))
                .containsExactly(json("{findAndModify: 'people', query: {name: 'Ann'}, remove: true}"));
        assertThat(people.findOneAndDelete(eq("name", "Ann"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void sortDecidesWhichIsFirst(Form form) {
        Model<Person> people = form.model(async, Person.class);
        people.createMany(List.of(Person.named("Ann"), Person.named("Bob")));
        FindOneAndDeleteOptions options = new FindOneAndDeleteOptions()
                .sort(field(Person::name).descending())
                .hint(new Document("id", 1))
                .comment(new BsonString("why"));

        assertThat(sentBy(() -> assertThat(
                                people.findOneAndDelete(new Document(), options).map(Person::name))
                        .contains("Bob")))
                .containsExactly(json("{findAndModify: 'people', query: {}, sort: {name: -1}, remove: true,"
                        + " hint: {_id: 1}, comment: 'why'}"));
        assertThat(options.getHint()).isEqualTo(new Document("id", 1));
    }

    @ParameterizedTest
    @EnumSource
    void variantDeletesItsOwnKind(Form form) {
        Model<Vehicle> vehicles = form.model(async, Vehicle.class);
        vehicles.createMany(List.of(new Vehicle.Truck(1, "Fiat", null, null), new Vehicle.Car(2, "Fiat", 3)));

        assertThat(form.model(async, Vehicle.Car.class).findOneAndDelete(eq("name", "Fiat")))
                .contains(new Vehicle.Car(2, "Fiat", 3));
        assertThat(form.model(async, Vehicle.Car.class).findOneAndDelete(new Document()))
                .isEmpty();
        assertThat(vehicles.findOneAndDelete(new Document())).contains(new Vehicle.Truck(1, "Fiat", null, NOON));
    }

    @ParameterizedTest
    @EnumSource
    void unknownFieldsAreRefused(Form form) {
        Model<Person> people = form.model(async, Person.class);

        assertThat(sentBy(() -> {
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> people.findOneAndDelete(eq("nmae", "x")));
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> people.findOneAndDelete(
                                    new Document(), new FindOneAndDeleteOptions().sort(new Document("nmae", 1))));
                    assertThatExceptionOfType(InvalidFilterException.class)
                            .isThrownBy(() -> people.findOneAndDelete(
                                    new Document(), new FindOneAndDeleteOptions().projection(new Document("age", 0))));
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void documentThatDoesNotFitIsDeletedAndThenAnError(Form form) {
        store("people", "{_id: {$oid: '65f1c0ffee65f1c0ffee65f1'}, name: 5, tags: []}");

        assertThatExceptionOfType(DecodingException.class)
                .isThrownBy(() -> form.model(async, Person.class).findOneAndDelete(new Document()));
        assertThat(stored("people")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void nullsAreRefused(Form form) {
        Model<Person> people = form.model(async, Person.class);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.findOneAndDelete(none()))
                .withMessage("filter");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> people.findOneAndDelete(new Document(), none()))
                .withMessage("options");
    }
}
