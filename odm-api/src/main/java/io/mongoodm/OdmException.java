package io.mongoodm;

import org.jspecify.annotations.Nullable;

/**
 * The root of the errors that this library writes itself.
 *
 * <p>A message states the fact, the place and the remedy, and never holds stored values, filter operands or
 * credentials. Errors of the driver that cannot be said better leave untouched, with their labels.
 */
public abstract class OdmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For the errors of this package; {@code cause} is null when nothing led to the error. */
    protected OdmException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
