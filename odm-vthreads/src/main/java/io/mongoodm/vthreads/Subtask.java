package io.mongoodm.vthreads;

import org.jspecify.annotations.Nullable;

public interface Subtask<R extends @Nullable Object> {
    R get();
    Throwable exception();
    State state();
    enum State { UNAVAILABLE, SUCCESS, FAILED }
}
