package io.mongoodm;

import org.jspecify.annotations.Nullable;

/** A stored document does not fit its record. The document is left as it is; the iteration that met it ends. */
public final class DecodingException extends OdmException {
    private static final long serialVersionUID = 1L;

    private final Class<?> recordType;
    private final @Nullable String component;
    private final String path;

    /**
     * Creates the error.
     *
     * @param recordType the record that could not be built
     * @param component the component in question, or null when the whole document is at fault
     * @param path the dotted path from the root of the document, empty for the root itself
     * @param cause what led to it: for a record's own validation, the exception of its constructor
     */
    public DecodingException(
            String message, Class<?> recordType, @Nullable String component, String path, @Nullable Throwable cause) {
        super(message, cause);
        this.recordType = recordType;
        this.component = component;
        this.path = path;
    }

    /** Returns the record that could not be built. */
    public Class<?> recordType() {
        return recordType;
    }

    /** Returns the name of the component in question, or null when the whole document is at fault. */
    public @Nullable String component() {
        return component;
    }

    /** Returns the dotted path from the root of the document, with array indexes; empty for the root itself. */
    public String path() {
        return path;
    }
}
