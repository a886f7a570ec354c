package io.mongoodm.internal.execution;

/** Keeps an interrupt away from clean-up, which would reach no server while the thread's flag is set. */
final class Interruption {
    private Interruption() {}

    /** Runs the clean-up with the flag cleared, and sets it again afterwards if it was set. */
    static void held(Runnable cleanUp) {
        boolean interrupted = Thread.interrupted();
        try {
            cleanUp.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
