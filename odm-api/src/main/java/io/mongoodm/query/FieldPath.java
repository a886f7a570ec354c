package io.mongoodm.query;

import java.util.Collection;
import java.util.regex.Pattern;
import org.bson.conversions.Bson;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

public interface FieldPath<T, R extends @Nullable Object> {
    String path();
    Bson eq(R value);
    Bson ne(R value);
    Bson gt(@NonNull R value);
    Bson gte(@NonNull R value);
    Bson lt(@NonNull R value);
    Bson lte(@NonNull R value);
    Bson isIn(Collection<? extends R> values);
    Bson notIn(Collection<? extends R> values);
    Bson exists();
    Bson exists(boolean exists);
    Bson matches(Pattern pattern);
    Bson ascending();
    Bson descending();
}
