package io.mongoodm;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A document with a version was changed or deleted by somebody else since it was read; nothing was written over it.
 *
 * <p>From {@link Model#updateAll} it says which of the records were not written; the others were.
 */
public final class StaleDocumentException extends OdmException {
    private static final long serialVersionUID = 1L;

    private final int[] positions;

    /** Creates the error with its whole message. */
    public StaleDocumentException(String message) {
        this(message, List.of());
    }

    /** Creates the error of several records with its whole message; {@code positions} are copied. */
    public StaleDocumentException(String message, Collection<Integer> positions) {
        super(message, null);
        this.positions = positions.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Returns the positions of the records that were not written in the collection that {@link Model#updateAll} was given, from
     * 0, ascending; empty for every other function. Unmodifiable.
     */
    public List<Integer> positions() {
        return IntStream.of(positions).boxed().toList();
    }
}
