package io.mongoodm.internal.execution;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.mongoodm.IndexPlan;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.Transaction;
import io.mongoodm.TransactionSettings;
import io.mongoodm.UndeclaredIndexes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What works behind an {@link Odm}: the client, the mapping, and prepared calls. The async facade reaches it through
 * {@link #of}.
 */
public interface Engine {
    /** Returns the engine behind a handle. */
    static Engine of(Odm odm) {
        return EngineAccess.of(odm);
    }

    /** Returns the functions of a model, bound to no session. Throws for a class without a model or a closed handle. */
    <T> ModelOperations<T> operations(Class<T> type);

    /** Returns a blocking model whose calls go through a door. */
    <T> Model<T> model(ModelOperations<T> operations, Door door);

    /** Returns the prepared start of a session. */
    Operation<MongoSession> startSession();

    /** Runs a body in a transaction, as {@link Odm#transaction} says. */
    <R extends @Nullable Object> R transaction(TransactionSettings settings, Transaction.Body<R> body);

    /** Returns an engine for another database over the same client and models; closing it leaves the client open. */
    Engine withDatabase(String name);

    /** Closes the handle, and the client when this engine opened it; tells whether this call did. */
    boolean close();

    /** Returns the transactions of this handle. */
    Transactions transactions();

    /** Returns the prepared comparison of indexes. */
    Operation<IndexPlan> planIndexes();

    /** Returns the prepared building of indexes. */
    Operation<IndexPlan> applyIndexes(UndeclaredIndexes undeclared);

    /** Returns the prepared drop of a database; null for the handle's own. */
    Operation<@Nullable Void> dropDatabase(@Nullable String name);

    /** Returns the client. */
    MongoClient client();

    /** Returns the database of the handle. */
    MongoDatabase database();

    /** Returns the {@code maxPoolSize} of the settings that the client was built with here; 0 when it is not known. */
    int maxPoolSize();

    /** Returns how long the client's pool lets a caller wait, by its settings; 0 when that is not known. */
    long maxWaitMillis();

    /** Returns what all handles over one client share beside the client. */
    ClientShare share();

    /** Throws {@code IllegalStateException} when the handle is closed. */
    void requireOpen();

    /** Returns the open async facades over this handle, the youngest last; they come and go, on any thread. */
    List<Object> facades();

    /**
     * Returns the one open engine that registered the record's class, for instance-style calls.
     *
     * @throws IllegalStateException when none or several did
     */
    static Engine forActiveRecord(Object document, String call) {
        return OpenEngines.only(document, call);
    }
}
