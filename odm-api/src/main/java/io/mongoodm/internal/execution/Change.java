package io.mongoodm.internal.execution;

import java.util.List;
import org.bson.BsonDocument;

/** A checked update with its stamps: operators, or the stages of a pipeline. */
sealed interface Change {
    /** Update operators. */
    record Operators(BsonDocument document) implements Change {}

    /** Stages of an update with a pipeline. */
    record Pipeline(List<BsonDocument> stages) implements Change {}
}
