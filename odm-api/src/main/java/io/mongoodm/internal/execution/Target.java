package io.mongoodm.internal.execution;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCluster;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.bulk.ClientBulkWriteOptions;
import com.mongodb.client.model.bulk.ClientBulkWriteResult;
import com.mongodb.client.model.bulk.ClientNamespacedWriteModel;
import io.mongoodm.Session;
import io.mongoodm.internal.mapping.ModelType;
import io.mongoodm.internal.validation.Validator;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.RawBsonDocument;
import org.bson.codecs.Decoder;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one model are made on: its collection, the session and the time that they carry, and the checks of
 * their arguments. Immutable.
 *
 * @param timeout the time of each call, or null for the client's own settings
 */
record Target<T>(
        MongoEngine engine,
        ModelType<T> model,
        Validator validator,
        @Nullable BoundSession session,
        @Nullable Duration timeout) {

    Target<T> withSession(Session other) {
        return new Target<>(engine, model, validator, BoundSession.of(other, engine), timeout);
    }

    Target<T> withTimeout(Duration other) {
        if (Objects.requireNonNull(other, "timeout").compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("A timeout has to be at least one millisecond");
        }
        return new Target<>(engine, model, validator, session, other);
    }

    /** Returns a target on another model with the same session and time. */
    <R> Target<R> on(ModelType<R> other) {
        Target<R> unbound = engine.target(other);
        return new Target<>(engine, other, unbound.validator, session, timeout);
    }

    /** Throws when no call can be made: the handle is closed, the session ended, or the call would escape. */
    void requireUsable() {
        engine.requireOpen();
        if (session == null) {
            engine.transactions().requireNoScope(model.type());
            return;
        }
        session.requireUsable();
        if (timeout != null && isInTransaction()) {
            throw new IllegalStateException(
                    "A call in a transaction has no timeout of its own: give the transaction one"
                            + " with TransactionSettings, or leave withTimeout out");
        }
    }

    /** Returns a call on this target; throws when none can be made. */
    <R extends @Nullable Object> Operation<R> operation(Operation.Body<R> body) {
        requireUsable();
        return new Operation<>(gate(), callTimeout(), body);
    }

    /** Returns the time of each call: its own, else the client's; null for none, and in a transaction, which has its own. */
    @Nullable
    Duration callTimeout() {
        return timeout == null && !isInTransaction() ? engine.timeout() : timeout;
    }

    private boolean isInTransaction() {
        return session != null && session.hasActiveTransaction();
    }

    @Nullable
    SessionGate gate() {
        return session == null ? null : session.gate();
    }

    /** Makes one call of the driver on undecoded documents: writes, and reads that need no record. */
    <R extends @Nullable Object> R raw(
            Door door, Deadline deadline, Function<BoundCollection<RawBsonDocument>, R> call) {
        return pass(door, deadline, engine.collections().encoded(model), call);
    }

    /** Makes one call of the driver whose documents are decoded; they have to be unwrapped from {@link Undecodable}. */
    <R extends @Nullable Object> R decoded(
            Decoder<?> decoder, Door door, Deadline deadline, Function<BoundCollection<Object>, R> call) {
        return pass(door, deadline, engine.collections().decoding(model, decoder), call);
    }

    /** Makes one bulk write of the client, in the order of the writes. */
    ClientBulkWriteResult bulkWrite(
            Door door, Deadline deadline, List<ClientNamespacedWriteModel> writes, ClientBulkWriteOptions options) {
        return pass(door, deadline, () -> {
            MongoCluster cluster = sending(deadline).limit(engine.client());
            return session == null
                    ? cluster.bulkWrite(writes, options)
                    : cluster.bulkWrite(session.clientSession(), writes, options);
        });
    }

    private <D, R extends @Nullable Object> R pass(
            Door door, Deadline deadline, MongoCollection<D> collection, Function<BoundCollection<D>, R> call) {
        return pass(door, deadline, () -> inside(deadline, collection, clientSession(), call));
    }

    private @Nullable ClientSession clientSession() {
        return session == null ? null : session.clientSession();
    }

    private <D, R extends @Nullable Object> R inside(
            Deadline deadline,
            MongoCollection<D> collection,
            @Nullable ClientSession clientSession,
            Function<BoundCollection<D>, R> call) {
        return call.apply(new BoundCollection<>(sending(deadline).limit(collection), clientSession));
    }

    /** A transaction that began while the call waited for its turn bounds it: the driver refuses another time there. */
    private Deadline sending(Deadline deadline) {
        return timeout == null && isInTransaction() ? Deadline.NONE : deadline;
    }

    /** Opens a cursor as a part of its first fetch, which has passed the door. */
    <R> R opened(
            Decoder<?> decoder,
            Deadline deadline,
            @Nullable ClientSession opener,
            Function<BoundCollection<Object>, R> opening) {
        return inside(deadline, engine.collections().decoding(model, decoder), opener, opening);
    }

    /** Makes one call of the driver, when its turn comes and handle and session are still usable. */
    <R extends @Nullable Object> R pass(Door door, Deadline deadline, Supplier<R> call) {
        return door.pass(gate(), deadline, () -> {
            engine.requireOpen();
            if (session != null) {
                session.requireUsable();
            }
            try {
                return call.get();
            } catch (RuntimeException failure) {
                RuntimeException translated = Failures.translate(failure, model.type());
                if (session != null && Failures.endsTransaction(failure)) {
                    session.failed(translated);
                }
                throw translated;
            }
        });
    }

    /**
     * Returns how a cursor on this target fetches and is closed.
     *
     * @param mayStay whether the command that opens it may leave a cursor at the server
     */
    CursorSpliterator.Passage passage(Door door, boolean mayStay) {
        return mayStay && session == null ? new CursorSession(this, door) : plainPassage(door);
    }

    private CursorSpliterator.Passage plainPassage(Door door) {
        return new CursorSpliterator.Passage() {
            @Override
            public <R extends @Nullable Object> R fetch(Deadline deadline, Supplier<R> call) {
                return pass(door, deadline, call);
            }

            @Override
            public void cleanUp(Runnable call) {
                Door.DIRECT.pass(gate(), Deadline.NONE, () -> {
                    call.run();
                    return null;
                });
            }

            @Override
            public @Nullable ClientSession session() {
                return clientSession();
            }

            @Override
            public void opened(Batches<?> cursor) {
                if (session != null) {
                    session.cursorOpened(cursor);
                }
            }

            @Override
            public void closed(Batches<?> cursor) {
                if (session != null) {
                    session.cursorClosed(cursor);
                }
            }
        };
    }

    /** Tells whether a timeout applies to a call, the client's own settings included. */
    static boolean hasTimeout(MongoCollection<?> collection) {
        return collection.getTimeout(TimeUnit.MILLISECONDS) != null;
    }

    /** Returns the simple name of the model, for messages. */
    String name() {
        return model.type().getSimpleName();
    }
}
