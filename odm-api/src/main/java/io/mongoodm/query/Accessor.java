package io.mongoodm.query;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A reference to the accessor of a record component, such as {@code User::name} in Java and Kotlin alike. It is read, not
 * called: typed fields take the record class and the component's name from it, and refuse what names no component.
 *
 * @param <T> the record, or a sealed interface whose variants share the component
 * @param <R> the component's type
 */
@FunctionalInterface
public interface Accessor<T, R extends @Nullable Object> extends Serializable {
    /** Returns the component's value. Typed fields never call it. */
    R get(T record);
}
