package io.mongoodm.vthreads;

import com.mongodb.MongoInterruptedException;
import io.mongoodm.internal.execution.Transactions;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One place for how failures are taken out of futures and put together. */
final class Failures {
    private Failures() {}

    /** Returns the first failure, with a later other one suppressed in it unless it is known there. */
    @SuppressWarnings("ReferenceEquality")
    static Throwable first(@Nullable Throwable first, Throwable later) {
        if (first == null) {
            return later;
        }
        if (first != later && first.getCause() != later) {
            first.addSuppressed(later);
        }
        return first;
    }

    /** Tells whether a failure comes from an interrupt or a cancel, whatever was put around that. */
    static boolean isOfAStop(Throwable failure) {
        for (Throwable inner = failure; inner != null; inner = inner.getCause()) {
            if (inner instanceof InterruptedException
                    || inner instanceof MongoInterruptedException
                    || inner instanceof ClosedByInterruptException
                    || inner instanceof CancellationException) {
                return true;
            }
        }
        return false;
    }

    /** Returns a future's result, blocking until it is there, or throws its failure as it is. */
    static <R extends @Nullable Object> R await(Future<R> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException("Interrupted while waiting for an operation", e);
        } catch (ExecutionException e) {
            throw Failures.<RuntimeException>raised(Transactions.unwrapped(e));
        }
    }

    /** Throws a failure whose type the compiler does not know here. */
    @SuppressWarnings("unchecked")
    static <X extends Throwable> RuntimeException raised(Throwable failure) throws X {
        throw (X) failure;
    }
}
