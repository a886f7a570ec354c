package io.mongoodm.internal.indexes;

import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** How indexes are read and changed at a server. The execution implements it through its door. */
public interface IndexCommands {
    /** Returns the name of the handle's own database. */
    String database();

    /**
     * Returns the specifications of a collection's indexes as {@code listIndexes} gives them; none when the collection
     * does not exist.
     */
    List<BsonDocument> listIndexes(Namespace namespace);

    /**
     * Runs a command ({@code createIndexes}, {@code dropIndexes} or {@code collMod}) on the primary.
     *
     * @param database the database's name, or null for the handle's own
     * @throws com.mongodb.MongoException as the driver throws it, with the server's code
     */
    void run(@Nullable String database, BsonDocument command);
}
