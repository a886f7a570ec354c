package io.mongoodm.vthreads;

import io.mongoodm.internal.execution.Engine;

/** Leads from a record to the async model of its class, for instance-style calls. */
final class ActiveAsyncCalls {
    private ActiveAsyncCalls() {}

    @SuppressWarnings("unchecked")
    static <T extends AsyncActiveRecord<T>> AsyncModel<T> model(AsyncActiveRecord<T> document, String call) {
        Engine engine = Engine.forActiveRecord(document, call);
        AsyncOdm odm = AsyncOdm.openOver(engine);
        if (odm != null) {
            return odm.model((Class<T>) document.getClass());
        }
        String type = document.getClass().getSimpleName();
        throw new IllegalStateException("No AsyncOdm is open over the handle that has registered " + type + ", so "
                + call + " does not know where to go: open one with AsyncOdm.over(odm)");
    }

    /** Returns the record as what its interface promises it to be, which registration checked. */
    @SuppressWarnings("unchecked")
    static <T extends AsyncActiveRecord<T>> T self(AsyncActiveRecord<T> document) {
        return (T) document;
    }
}
