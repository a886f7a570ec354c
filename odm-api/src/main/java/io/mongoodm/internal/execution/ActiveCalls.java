package io.mongoodm.internal.execution;

import io.mongoodm.ActiveRecord;
import io.mongoodm.Model;

/** Leads from a record to the model of its class, for instance-style calls. */
public final class ActiveCalls {
    private ActiveCalls() {}

    /** Returns the model of the record's class at the one open handle that registered it. */
    @SuppressWarnings("unchecked")
    public static <T extends ActiveRecord<T>> Model<T> model(ActiveRecord<T> document, String call) {
        MongoEngine engine = OpenEngines.only(document, call);
        return engine.model(engine.operations((Class<T>) document.getClass()), Door.DIRECT);
    }

    /** Returns the record as what its interface promises it to be, which registration checked. */
    @SuppressWarnings("unchecked")
    public static <T extends ActiveRecord<T>> T self(ActiveRecord<T> document) {
        return (T) document;
    }
}
