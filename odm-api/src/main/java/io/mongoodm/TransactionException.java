package io.mongoodm;

import org.jspecify.annotations.Nullable;

/**
 * The body of a transaction failed with a checked exception, which is the cause; or it went on after a call whose failure,
 * which is the cause, had made the server abort. Nothing of the transaction is left.
 */
public final class TransactionException extends OdmException {
    private static final long serialVersionUID = 1L;

    /** Creates the error with its whole message and what led to it. */
    public TransactionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
