package io.mongoodm;

/** A document with a version was changed or deleted by somebody else since it was read; nothing was written. */
public final class StaleDocumentException extends OdmException {
    private static final long serialVersionUID = 1L;

    /** Creates the error with its whole message. */
    public StaleDocumentException(String message) {
        super(message, null);
    }
}
