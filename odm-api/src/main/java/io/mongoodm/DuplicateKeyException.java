package io.mongoodm;

import org.jspecify.annotations.Nullable;

/** A write met a unique index that already holds its key. The driver's own exception is the cause, with its labels. */
public final class DuplicateKeyException extends OdmException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String indexName;

    /** Creates the error; {@code indexName} is null when the server did not say which index. */
    public DuplicateKeyException(String message, @Nullable String indexName, Throwable cause) {
        super(message, cause);
        this.indexName = indexName;
    }

    /** Returns the name of the unique index, or null when the server did not say which. */
    public @Nullable String indexName() {
        return indexName;
    }
}
