package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The nearest scope around a record that says anything decides what its components may be. */
class ScopesTest {
    record InThePackage(String text, @Nullable String nullable) {}

    @NullUnmarked
    static final class Unmarked {
        record Inside(String text) {}

        @NullMarked
        record Marked(String text) {}

        @NullMarked
        static Class<?> markedMethod() {
            record Local(String text) {}
            return Local.class;
        }

        static Class<?> method() {
            record Local(String text) {}
            return Local.class;
        }
    }

    @NullUnmarked
    private static Class<?> unmarkedMethod() {
        record Local(String text) {}
        return Local.class;
    }

    @Test
    void theNearestScopeDecides() {
        assertThat(isNullable(InThePackage.class)).isFalse();
        assertThat(isNullable(Unmarked.Inside.class)).isTrue();
        assertThat(isNullable(Unmarked.Marked.class)).isFalse();
        assertThat(isNullable(Unmarked.markedMethod())).isFalse();
        assertThat(isNullable(Unmarked.method())).isTrue();
        assertThat(isNullable(unmarkedMethod())).isTrue();
    }

    @Test
    void nullableIsSaidOfTheComponent() {
        assertThat(component(InThePackage.class, "nullable").isNullable()).isTrue();
    }

    @Test
    void whereNoScopeSaysAnythingReferencesAreNullable() {
        assertThat(isNullable(RandomModel.ofText("unmarked/Text").type())).isTrue();
    }

    private static boolean isNullable(Class<?> record) {
        return component(record, record.getRecordComponents()[0].getName()).isNullable();
    }

    private static ComponentModel component(Class<?> record, String name) {
        return Mappings.of(record).row(record).component(name).orElseThrow();
    }
}
