package io.mongoodm.reference;

import io.mongoodm.testkit.CommandRecorder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bson.BsonDocument;

/** The commands that a call sends, without what the driver adds to each. */
final class Sent {
    private Sent() {}

    /** Runs a call and returns its commands. */
    static List<BsonDocument> by(CommandRecorder recorder, Runnable call) {
        return recorder.during(call).stream()
                .map(CommandRecorder.Command::plain)
                .toList();
    }

    /** Runs a call and returns the names of its commands. */
    static List<String> namesBy(CommandRecorder recorder, Runnable call) {
        return recorder.during(call).stream().map(CommandRecorder.Command::name).toList();
    }

    /**
     * Runs a call and returns the names of its commands when the last one was sent: the async form closes its cursors on
     * another thread.
     */
    static List<String> namesUntil(CommandRecorder recorder, String last, Runnable call) {
        return namesUntil(recorder, last, call, () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)));
    }

    /** The same for a call that loses something, which is closed when the garbage was collected. */
    static List<String> namesUntilCollected(CommandRecorder recorder, String last, Runnable loss) {
        return namesUntil(recorder, last, loss, () -> {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        });
    }

    private static List<String> namesUntil(CommandRecorder recorder, String last, Runnable call, Runnable meanwhile) {
        recorder.clear();
        call.run();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!recorder.names().contains(last) && System.nanoTime() < end) {
            meanwhile.run();
        }
        return recorder.names();
    }

    /** Returns a command as it is written. */
    static BsonDocument command(String json) {
        return BsonDocument.parse(json);
    }
}
