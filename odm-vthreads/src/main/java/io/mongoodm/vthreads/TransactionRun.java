package io.mongoodm.vthreads;

import io.mongoodm.TransactionException;
import io.mongoodm.TransactionSettings;
import io.mongoodm.internal.execution.Transactions;
import org.jspecify.annotations.Nullable;

/** A body and its attempts, each in a scope of its own. */
final class TransactionRun<R extends @Nullable Object> implements Body<R> {
    private final AsyncOdm odm;
    private final TransactionSettings settings;
    private final TransactionScope.Body<R> body;
    private final boolean asFuture;
    /** What the body of the last attempt threw, which is no wrapper of ours, whatever its type. */
    private @Nullable Throwable own;

    /** A checked exception is wrapped for a caller that blocks, and left as it is for a future. */
    TransactionRun(AsyncOdm odm, TransactionSettings settings, TransactionScope.Body<R> body, boolean asFuture) {
        this.odm = odm;
        this.settings = settings;
        this.body = body;
        this.asFuture = asFuture;
    }

    @Override
    public R run(OperationFuture<R> self) throws Exception {
        Transactions transactions = odm.engine().transactions();
        try {
            return transactions.run(settings, attempt -> attempt(self, transactions, attempt));
        } catch (TransactionException e) {
            throw asFuture ? withoutWrapper(e) : e;
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private Exception withoutWrapper(TransactionException failure) {
        return failure != own
                        && failure.getCause() instanceof Exception checked
                        && !(checked instanceof RuntimeException)
                ? checked
                : failure;
    }

    private R attempt(OperationFuture<R> self, Transactions transactions, Transactions.Attempt attempt)
            throws Exception {
        self.begin();
        BodyScope scope = new BodyScope(odm, attempt);
        try {
            R result = Threads.insideBody(() -> !self.hasEnded(), () -> transactions.within(() -> body.run(scope)));
            scope.finish();
            self.commit();
            return result;
        } catch (Throwable thrown) {
            self.shield();
            Throwable failure = Transactions.unwrapped(thrown);
            own = scope.isOfFork(failure) ? null : failure;
            scope.giveUp(failure);
            throw Failures.<RuntimeException>raised(failure);
        }
    }
}
