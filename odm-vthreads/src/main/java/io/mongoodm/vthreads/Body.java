package io.mongoodm.vthreads;

import org.jspecify.annotations.Nullable;

/** What an operation does. */
@FunctionalInterface
interface Body<R extends @Nullable Object> {
    R run(OperationFuture<R> self) throws Exception;

    /** Called when the operation is over, whether the body ran or not, with the interrupt flag clear. */
    default void cleanUp() {}

    /** Called when the result came too late for the future. */
    default void unwanted(@Nullable R result) {}
}
