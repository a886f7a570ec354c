package io.mongoodm;

/** A filter, update, sort, projection or hint does not fit its model. Thrown at the call; nothing was sent. */
public final class InvalidFilterException extends OdmException {
    private static final long serialVersionUID = 1L;

    /** Creates the error with its whole message. */
    public InvalidFilterException(String message) {
        super(message, null);
    }
}
