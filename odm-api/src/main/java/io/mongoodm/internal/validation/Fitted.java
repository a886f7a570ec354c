package io.mongoodm.internal.validation;

import org.bson.BsonValue;

/** Whether a value fits a place. */
sealed interface Fitted {
    /** It does, in this form: nested names may be the stored ones now, and numbers of an update have the stored type. */
    record Yes(BsonValue value) implements Fitted {}

    /** It does not. */
    record No(String fact, String remedy) implements Fitted {}
}
