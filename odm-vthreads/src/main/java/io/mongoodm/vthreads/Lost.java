package io.mongoodm.vthreads;

import java.lang.ref.Cleaner;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes what a user lost without closing it, and logs that. The place that opened it is in the log when the system
 * property {@code io.mongoodm.trackOpened} is {@code true}, since noting it costs a stack trace for each.
 */
final class Lost {
    private static final System.Logger LOGGER = System.getLogger(Lost.class.getPackageName());
    private static final Cleaner CLEANER = Cleaner.create();

    private Lost() {}

    /** Returns the place that the current thread opens something at, or null when places are not tracked. */
    static @Nullable Throwable place(String what) {
        return Boolean.getBoolean("io.mongoodm.trackOpened") ? new Throwable(what + " was opened here") : null;
    }

    /**
     * Watches an object; neither {@code isOpen} nor {@code close} may refer to it.
     *
     * @param what the words for it that begin the message
     * @param place where the user opened it
     */
    static void watch(Object object, String what, @Nullable Throwable place, BooleanSupplier isOpen, Runnable close) {
        CLEANER.register(object, () -> {
            if (isOpen.getAsBoolean()) {
                log(what, place);
                Threads.start(close);
            }
        });
    }

    private static void log(String what, @Nullable Throwable place) {
        String message = what + " was lost without close() and is closed now. Use try-with-resources"
                + (place == null ? "; -Dio.mongoodm.trackOpened=true shows where it was opened" : "");
        if (place == null) {
            LOGGER.log(System.Logger.Level.WARNING, message);
        } else {
            LOGGER.log(System.Logger.Level.WARNING, message, place);
        }
    }
}
