package io.mongoodm;

import org.jspecify.annotations.Nullable;

/**
 * A call was never sent: the queue was full, the time in the queue was over, the deadline ended before its turn, or its
 * handle was closed meanwhile.
 */
public final class OverloadedException extends OdmException {
    private static final long serialVersionUID = 1L;

    /** Creates the error with its whole message and what led to it. */
    public OverloadedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
