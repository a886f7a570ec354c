package io.mongoodm.internal.execution;

import com.mongodb.MongoCommandException;
import com.mongodb.ReadPreference;
import io.mongoodm.internal.indexes.IndexCommands;
import io.mongoodm.internal.indexes.Namespace;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Reads and changes indexes through the door of a call. */
record DriverIndexCommands(MongoEngine engine, Door door) implements IndexCommands {
    private static final int NAMESPACE_NOT_FOUND = 26;

    @Override
    public String database() {
        return engine.database(null).getName();
    }

    @Override
    public List<BsonDocument> listIndexes(Namespace namespace) {
        return door.pass(null, Deadline.NONE, () -> {
            try {
                return engine.database(namespace.database())
                        .getCollection(namespace.collection())
                        .listIndexes(BsonDocument.class)
                        .into(new ArrayList<>());
            } catch (MongoCommandException missing) {
                if (missing.getErrorCode() == NAMESPACE_NOT_FOUND) {
                    return List.of();
                }
                throw missing;
            }
        });
    }

    @Override
    public void run(@Nullable String database, BsonDocument command) {
        door.pass(
                null,
                Deadline.NONE,
                () -> engine.database(database).runCommand(command, ReadPreference.primary(), BsonDocument.class));
    }
}
