package io.mongoodm.query;

import java.util.Collection;
import java.util.regex.Pattern;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

public interface FieldPath<T, R extends @Nullable Object> {
    String path();

    /**
     * Returns how the field is stored.
     *
     * @param documentClass the model that is queried
     * @param registry the registry of a handle
     * @return the whole stored path and the codecs of the values at its end
     * @throws io.mongoodm.InvalidFilterException when the field does not belong to the class
     */
    StoredField stored(Class<?> documentClass, CodecRegistry registry);

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
