package io.mongoodm.query;

import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mongoodm.InvalidFilterException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AccessorTest {
    record Person(String name, int age, List<String> tags) {
        String shout() {
            return name + "!";
        }

        static String staticName(Person person) {
            return person.name();
        }
    }

    sealed interface Shape {
        String label();

        record Circle(String label, double radius) implements Shape {}
    }

    interface Aged {
        int age();
    }

    record Dog(int age) implements Aged {}

    static final class Bean {
        String name() {
            return "";
        }
    }

    private static final String REFUSED =
            "This accessor does not tell which component it reads: pass a reference to the"
                    + " component's accessor on its record, such as field(User::name)";

    @Test
    void aReferenceNamesRecordAndComponent() {
        assertThat(Accessors.componentOf((Accessor<Person, String>) Person::name))
                .isEqualTo(new Step.Component(Person.class, "name"));
        assertThat(Accessors.componentOf((Accessor<Person, Integer>) Person::age))
                .isEqualTo(new Step.Component(Person.class, "age"));
        assertThat(Accessors.componentOf((Accessor<Shape, String>) Shape::label))
                .isEqualTo(new Step.Component(Shape.class, "label"));
    }

    @Test
    void aReferenceThroughAnInterfaceNamesTheClassThatItWasWrittenFor() {
        assertThat(Accessors.componentOf((Accessor<Aged, Integer>) Aged::age))
                .isEqualTo(new Step.Component(Aged.class, "age"));
        assertThat(Accessors.componentOf((Accessor<Dog, Integer>) Aged::age))
                .isEqualTo(new Step.Component(Dog.class, "age"));
    }

    @Test
    void eachUseOfOneReferenceGivesTheSameComponent() {
        Accessor<Person, String> accessor = Person::name;
        assertThat(Accessors.componentOf(accessor)).isSameAs(Accessors.componentOf(accessor));
    }

    @Test
    void areferenceToAnAccessorIsFollowed() {
        assertThat(named(Person::name)).isEqualTo("name");
        assertThat(named(Person::age)).isEqualTo("age");
    }

    @SuppressWarnings("UnnecessaryMethodReference") // it is what is tested
    private static <R> String named(Accessor<Person, R> accessor) {
        return field(accessor::get).path();
    }

    private static <T extends Record & Aged> String agedPath() {
        Accessor<T, Integer> accessor = Aged::age;
        return field(accessor).path();
    }

    @Test
    void whatNamesNoComponentIsRefusedWithTheRemedy() {
        refused(() -> field((Accessor<Person, String>) person -> person.name()));
        refused(() -> field(Person::staticName));
        refused(() -> elements((Accessor<Person, List<String>>) person -> person.tags()));
        Function<Person, String> function = Person::name;
        refused(() -> field(function::apply));
        refused(() -> agedPath());
        refused(() -> field(new Accessor<Person, String>() {
            private static final long serialVersionUID = 1L;

            @Override
            public String get(Person record) {
                return record.name();
            }
        }));
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(InvalidFilterException.class).isThrownBy(call).withMessage(REFUSED);
    }

    @Test
    void anotherMethodOfARecordIsRefusedByName() {
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> field(Person::shout))
                .withMessage(
                        "Method shout of Person reads no component: name the accessor of one of [name, age, tags]");
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> field(Shape::hashCode))
                .withMessage("Method hashCode of Shape reads no component: name the accessor of one of its variants");
    }

    @Test
    void aClassThatIsNoRecordIsRefused() {
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> field(Bean::name))
                .withMessage(
                        "Bean is neither a record nor an interface, so it has no components: models are records and"
                                + " sealed interfaces");
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullIsRefused() {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> field(null))
                .withMessage("accessor");
    }
}
