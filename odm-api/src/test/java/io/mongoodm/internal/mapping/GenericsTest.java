package io.mongoodm.internal.mapping;

import static io.mongoodm.internal.mapping.Mappings.assertStored;
import static io.mongoodm.internal.mapping.Mappings.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What type variables stand for: an argument, what a wildcard leaves of it, a bound, or a part of an interface's. */
class GenericsTest {
    record Part(int n) implements Comparable<Part> {
        @Override
        public int compareTo(Part other) {
            return Integer.compare(n, other.n);
        }
    }

    record Bounded<T extends Part>(T one, List<T> all) {}

    record BoundedList<T extends List<Part>>(T list) {}

    @SuppressWarnings("rawtypes")
    record Uses(Bounded<?> any, Bounded<? extends Part> some, Bounded raw, BoundedList<?> list, BoundedList rawList) {}

    @Test
    @SuppressWarnings("rawtypes")
    void variablesWithoutArgumentsAreTheirBounds() {
        Bounded<Part> bounded = new Bounded<>(new Part(1), List.of(new Part(2)));
        BoundedList<?> list = new BoundedList<>(List.of(new Part(3)));
        String one = "{one: {n: 1}, all: [{n: 2}]}";
        assertStored(
                new Uses(bounded, bounded, bounded, list, list),
                "{any: " + one + ", some: " + one + ", raw: " + one + ", list: {list: [{n: 3}]},"
                        + " rawList: {list: [{n: 3}]}}");
    }

    record Choice<E extends Enum<E>, T extends Comparable<T>>(E constant, Map<E, T> map) {}

    record Holder(Choice<DayOfWeek, Part> choice) {}

    @Test
    void boundsThatNameTheirVariableAreServed() {
        assertStored(
                new Holder(new Choice<>(DayOfWeek.MONDAY, Map.of(DayOfWeek.FRIDAY, new Part(1)))),
                "{choice: {constant: 'MONDAY', map: {FRIDAY: {n: 1}}}}");
    }

    record Left<T extends Right<?>>(@Nullable T right, int n) {}

    record Right<T extends Left<?>>(@Nullable T left) {}

    record Itself<T extends Itself<?>>(@Nullable T next, int n) {}

    record Circles(Left<?> left, Itself<?> itself) {}

    @Test
    void boundsThatNameEachOtherEnd() {
        assertThat(problems(Circles.class)).isEmpty();
        assertStored(
                new Circles(new Left<>(new Right<>(new Left<>(null, 2)), 1), new Itself<>(new Itself<>(null, 2), 1)),
                "{left: {right: {left: {n: 2}}, n: 1}, itself: {next: {n: 2}, n: 1}}");
    }

    sealed interface Held<T> {
        record One<T>(T one) implements Held<T> {}

        record Many<T>(List<T> all) implements Held<List<T>> {}

        record Pairs<A, B>(A first, Map<String, B> pairs) implements Held<Map<A, B[]>> {}

        record Text(String text) implements Held<String> {}

        record Deep<T>(Held<T> inner) implements Held<T> {}
    }

    record Holds(Held<List<Part>> list, Held<Map<Integer, Part[]>> map, Held<String> text) {}

    @Test
    void argumentsOfVariantsAreFoundInsideThoseOfTheInterface() {
        assertStored(
                new Holds(
                        new Held.Many<>(List.of(new Part(1))),
                        new Held.Pairs<>(7, Map.of("k", new Part(2))),
                        new Held.Deep<>(new Held.Text("a"))),
                "{list: {_cls: 'Many', all: [{n: 1}]}, map: {_cls: 'Pairs', first: 7, pairs: {k: {n: 2}}},"
                        + " text: {_cls: 'Deep', inner: {_cls: 'Text', text: 'a'}}}");
        assertStored(
                new Holds(
                        new Held.One<>(List.of(new Part(1))),
                        new Held.Deep<>(new Held.Pairs<>(7, Map.of())),
                        new Held.One<>("a")),
                "{list: {_cls: 'One', one: [{n: 1}]}, map: {_cls: 'Deep', inner: {_cls: 'Pairs', first: 7, pairs: {}}},"
                        + " text: {_cls: 'One', one: 'a'}}");
    }
}
