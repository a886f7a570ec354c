package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value or the exception instead of it. */
record Outcome<T>(@Nullable T value, @Nullable RuntimeException failure) {
    static <T> Outcome<T> of(Supplier<T> work) {
        try {
            return new Outcome<>(work.get(), null);
        } catch (RuntimeException e) {
            return new Outcome<>(null, e);
        }
    }

    /** Asserts that this is the same value, or the same kind of exception with the same message and cause. */
    void assertSame(Outcome<T> expected, String what) {
        assertThat(describe(failure)).as(what).isEqualTo(describe(expected.failure()));
        if (!Alike.alike(value, expected.value())) {
            assertThat(value).as(what).isEqualTo(expected.value());
        }
    }

    /** Asserts that this is the same value, or the same kind of exception: bytes that are no BSON have several faults. */
    void assertSameKind(Outcome<T> expected, String what) {
        if (failure != null && expected.failure() != null) {
            assertThat(failure.getClass()).as(what).isEqualTo(expected.failure().getClass());
        } else {
            assertSame(expected, what);
        }
    }

    private static String describe(@Nullable Throwable failure) {
        if (failure == null) {
            return "a value";
        }
        return failure.getClass().getName() + ": " + failure.getMessage() + " <- " + describe(failure.getCause());
    }

    T get() {
        if (failure != null) {
            throw failure;
        }
        return Objects.requireNonNull(value);
    }
}
