package io.mongoodm.internal.validation;

import com.mongodb.MongoClientSettings;
import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.Problems;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/** The check of filters alone, for benchmarks outside the library. */
public final class Checks {
    private final Validator validator;

    /** Prepares the checks of a model, switched on or off. */
    public Checks(Class<?> model, boolean checked) {
        Problems problems = new Problems();
        Mapping mapping = Mapping.of(List.of(model), MongoClientSettings.getDefaultCodecRegistry(), null, problems);
        problems.throwIfAny();
        validator = Validator.of(mapping.model(model), mapping.registry(), checked);
    }

    /** Renders a filter, checks it, and returns the copy that would be sent. */
    public BsonDocument filter(Bson filter) {
        return validator.filter(filter);
    }
}
