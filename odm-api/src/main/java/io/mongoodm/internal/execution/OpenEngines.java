package io.mongoodm.internal.execution;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The engines of the open handles, for instance-style calls. Views on other databases are not among them. */
final class OpenEngines {
    private static final List<MongoEngine> OPEN = new CopyOnWriteArrayList<>();

    private OpenEngines() {}

    static void add(MongoEngine engine) {
        OPEN.add(engine);
    }

    static void remove(MongoEngine engine) {
        OPEN.remove(engine);
    }

    /**
     * Returns the one open engine that has a model for the record.
     *
     * @param call how the call looks, for the message: {@code acreate()}
     */
    static MongoEngine only(Object document, String call) {
        Class<?> type = document.getClass();
        List<MongoEngine> having =
                OPEN.stream().filter(engine -> engine.mapping().hasModel(type)).toList();
        if (having.size() == 1) {
            return having.getFirst();
        }
        String verb = call.substring(0, call.indexOf('('));
        throw new IllegalStateException((having.isEmpty() ? "No open handle has" : having.size() + " open handles have")
                + " registered " + type.getSimpleName() + ", so " + call + " does not know where to go: call odm.model("
                + type.getSimpleName() + ".class)." + verb + "(...) on the handle that you mean");
    }
}
