package io.mongoodm;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A stored document does not fit its record. The document is left as it is; the iteration that met it ends.
 *
 * <p>The message names record, component and path, and no value. {@link #documentId()} tells which document it was.
 */
public final class DecodingException extends OdmException {
    private static final long serialVersionUID = 1L;

    private final Class<?> recordType;
    private final @Nullable String component;
    private final String path;
    private final transient @Nullable BsonValue documentId;

    /**
     * Creates the error of a document whose id is not known.
     *
     * @param recordType the record that could not be built
     * @param component the component in question, or null when the whole document is at fault
     * @param path the dotted path from the root of the document, empty for the root itself
     * @param cause what led to it: for a record's own validation, the exception of its constructor
     */
    public DecodingException(
            String message, Class<?> recordType, @Nullable String component, String path, @Nullable Throwable cause) {
        this(message, recordType, component, path, null, cause);
    }

    /**
     * Creates the error.
     *
     * @param recordType the record that could not be built
     * @param component the component in question, or null when the whole document is at fault
     * @param path the dotted path from the root of the document, empty for the root itself
     * @param documentId the {@code _id} of the document, or null when it is not known
     * @param cause what led to it: for a record's own validation, the exception of its constructor
     */
    public DecodingException(
            String message,
            Class<?> recordType,
            @Nullable String component,
            String path,
            @Nullable BsonValue documentId,
            @Nullable Throwable cause) {
        super(message, cause);
        this.recordType = recordType;
        this.component = component;
        this.path = path;
        this.documentId = documentId;
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

    /**
     * Returns the {@code _id} of the document, so that {@code findRaw(eq("_id", id))} shows it; null when it has none, when it
     * cannot be read, when it was not read from a server's reply, and in an exception that was serialized.
     */
    public @Nullable BsonValue documentId() {
        return documentId;
    }
}
