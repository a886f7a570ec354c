package io.mongoodm;

import org.jspecify.annotations.Nullable;

/** A filter, update, sort, projection or hint does not fit its model. Thrown at the call; nothing was sent. */
public final class InvalidFilterException extends OdmException {
    private static final long serialVersionUID = 1L;

    /** Creates the error with its whole message. */
    public InvalidFilterException(String message) {
        this(message, null);
    }

    /** Creates the error with its whole message and what led to it. */
    public InvalidFilterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
