package io.mongoodm;

/** A document that has to be there is not. */
public final class DocumentNotFoundException extends OdmException {
    private static final long serialVersionUID = 1L;

    /** Creates the error with its whole message. */
    public DocumentNotFoundException(String message) {
        super(message, null);
    }
}
