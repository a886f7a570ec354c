package io.mongoodm.reference;

import io.mongoodm.testkit.CommandRecorder;
import java.util.List;
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

    /** Returns a command as it is written. */
    static BsonDocument command(String json) {
        return BsonDocument.parse(json);
    }
}
