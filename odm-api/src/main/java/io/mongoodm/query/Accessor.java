package io.mongoodm.query;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

@FunctionalInterface
public interface Accessor<T, R extends @Nullable Object> extends Serializable {
    R get(T record);
}
