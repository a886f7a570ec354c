package io.mongoodm;

import org.jspecify.annotations.Nullable;

/** A record cannot be written as BSON; nothing was sent. */
public final class EncodingException extends OdmException {
    private static final long serialVersionUID = 1L;

    /** Creates the error with its whole message and what led to it. */
    public EncodingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
