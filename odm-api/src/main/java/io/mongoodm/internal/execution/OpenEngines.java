package io.mongoodm.internal.execution;

/** The engines of the open handles, for instance-style calls. */
final class OpenEngines {
    private OpenEngines() {}

    static Engine only(Object document, String call) {
        throw new IllegalStateException("No open handle: " + document.getClass().getSimpleName() + call);
    }
}
