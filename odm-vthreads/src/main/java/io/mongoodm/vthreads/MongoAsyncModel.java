package io.mongoodm.vthreads;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOptions;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.client.result.DeleteResult;
import com.mongodb.client.result.UpdateResult;
import io.mongoodm.GetOrCreate;
import io.mongoodm.Model;
import io.mongoodm.internal.execution.Deadline;
import io.mongoodm.internal.execution.Door;
import io.mongoodm.internal.execution.ModelOperations;
import io.mongoodm.internal.execution.Operation;
import io.mongoodm.internal.execution.Selection;
import io.mongoodm.query.FieldPath;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Prepared calls, and where they start.
 *
 * @param blocking the door of the blocking twin
 */
record MongoAsyncModel<T>(AsyncOdm odm, Launcher launcher, Door blocking, ModelOperations<T> operations)
        implements AsyncModel<T> {
    private ModelOperations<T> open() {
        launcher.requireOpen();
        return operations;
    }

    private <R> CompletableFuture<R> launch(Operation<R> operation) {
        return launcher.launch(operation);
    }

    private <R> AsyncQuery<R> query(Selection<R> selection) {
        return new MongoAsyncQuery<>(launcher, selection);
    }

    @Override
    public CompletableFuture<T> acreate(T document) {
        return launch(open().create(document));
    }

    @Override
    public CompletableFuture<List<T>> acreateMany(Collection<? extends T> documents) {
        return launch(open().createMany(documents));
    }

    @Override
    public CompletableFuture<UpdateResult> aupdate(T document) {
        return launch(open().update(document));
    }

    @Override
    public CompletableFuture<UpdateResult> aupdate(T document, Bson update) {
        return launch(open().update(document, update));
    }

    @Override
    public CompletableFuture<UpdateResult> apatch(T before, T after) {
        return launch(open().patch(before, after));
    }

    @Override
    public CompletableFuture<T> aupdateAndGet(T document) {
        return launch(open().updateAndGet(document));
    }

    @Override
    public CompletableFuture<UpdateResult> aupdateAll(Collection<? extends T> documents) {
        return launch(open().updateAll(documents));
    }

    @Override
    public CompletableFuture<T> areplace(T document, ReplaceOptions options) {
        return launch(open().replace(document, options));
    }

    @Override
    public CompletableFuture<DeleteResult> adelete(T document) {
        return launch(open().delete(document));
    }

    @Override
    public AsyncQuery<T> afind(Bson filter) {
        return query(open().find(filter));
    }

    @Override
    public AsyncQuery<Document> afindRaw(Bson filter) {
        return query(open().findRaw(filter));
    }

    @Override
    public CompletableFuture<Optional<T>> afindOne(Bson filter) {
        return launch(open().findOne(filter));
    }

    @Override
    public CompletableFuture<Optional<T>> afindById(Object id) {
        return launch(open().findById(id));
    }

    @Override
    public CompletableFuture<T> aget(Bson filter) {
        return launch(open().get(filter));
    }

    @Override
    public CompletableFuture<T> agetRandomOne(Bson filter) {
        return launch(open().getRandomOne(filter));
    }

    @Override
    public CompletableFuture<GetOrCreate<T>> agetOrCreate(Bson filter, Supplier<? extends T> supplier) {
        return launch(open().getOrCreate(filter, supplier));
    }

    @Override
    public CompletableFuture<Optional<T>> afindOneAndUpdate(Bson filter, Bson update, FindOneAndUpdateOptions options) {
        return launch(open().findOneAndUpdate(filter, update, options));
    }

    @Override
    public CompletableFuture<Optional<T>> afindOneAndReplace(
            Bson filter, T replacement, FindOneAndReplaceOptions options) {
        return launch(open().findOneAndReplace(filter, replacement, options));
    }

    @Override
    public CompletableFuture<Optional<T>> afindOneAndDelete(Bson filter, FindOneAndDeleteOptions options) {
        return launch(open().findOneAndDelete(filter, options));
    }

    @Override
    public CompletableFuture<UpdateResult> aupdateOne(Bson filter, Bson update, UpdateOptions options) {
        return launch(open().updateOne(filter, update, options));
    }

    @Override
    public CompletableFuture<UpdateResult> aupdateMany(Bson filter, Bson update, UpdateOptions options) {
        return launch(open().updateMany(filter, update, options));
    }

    @Override
    public CompletableFuture<UpdateResult> aupdateOne(
            Bson filter, List<? extends Bson> pipeline, UpdateOptions options) {
        return launch(open().updateOne(filter, pipeline, options));
    }

    @Override
    public CompletableFuture<UpdateResult> aupdateMany(
            Bson filter, List<? extends Bson> pipeline, UpdateOptions options) {
        return launch(open().updateMany(filter, pipeline, options));
    }

    @Override
    public CompletableFuture<DeleteResult> adeleteOne(Bson filter, DeleteOptions options) {
        return launch(open().deleteOne(filter, options));
    }

    @Override
    public CompletableFuture<DeleteResult> adeleteMany(Bson filter, DeleteOptions options) {
        return launch(open().deleteMany(filter, options));
    }

    @Override
    public CompletableFuture<BulkWriteResult> abulkWrite(
            List<? extends WriteModel<? extends T>> writes, BulkWriteOptions options) {
        return launch(open().bulkWrite(writes, options));
    }

    @Override
    public CompletableFuture<Long> acountDocuments(Bson filter) {
        return launch(open().countDocuments(filter));
    }

    @Override
    public CompletableFuture<Long> aestimatedDocumentCount() {
        return launch(open().estimatedDocumentCount());
    }

    @Override
    public CompletableFuture<Boolean> aexists(Bson filter) {
        return launch(open().exists(filter));
    }

    @Override
    public <R> AsyncQuery<R> adistinct(FieldPath<? super T, ? extends @Nullable R> field, Bson filter) {
        return query(open().distinct(field, filter));
    }

    @Override
    public AsyncQuery<Document> aaggregate(List<? extends Bson> pipeline) {
        return query(open().aggregate(pipeline));
    }

    @Override
    public <R> AsyncQuery<R> aaggregate(List<? extends Bson> pipeline, Class<R> rowType) {
        return query(open().aggregate(pipeline, rowType));
    }

    @Override
    public CompletableFuture<T> aloadRelated(T document, String... paths) {
        return launch(open().loadRelated(document, paths));
    }

    @Override
    public CompletableFuture<List<T>> aloadRelated(Iterable<? extends T> documents, String... paths) {
        return launch(open().loadRelated(documents, paths));
    }

    @Override
    public CompletableFuture<List<T>> aloadRelated(AsyncIterator<? extends T> documents, String... paths) {
        Objects.requireNonNull(documents, "documents");
        String[] fixed = paths.clone();
        Operation<List<T>> checked = open().loadRelated(List.of(), fixed);
        Deadline deadline = checked.startDeadline();
        if (documents instanceof MongoAsyncQuery<? extends T> query) {
            Operation<? extends List<? extends T>> all =
                    query.unused("aloadRelated()").toList();
            Deadline reading = all.startDeadline();
            return launcher.launch(
                    all.gate(),
                    reading.isSet() ? reading : deadline,
                    self -> operations
                            .loadRelated(all.run(self, reading), fixed)
                            .run(self, deadline));
        }
        CompletableFuture<? extends List<? extends T>> all = documents instanceof ReadingIterator<? extends T> ours
                ? ours.rest("aloadRelated()")
                : documents.toList();
        Body<List<T>> body = new Body<>() {
            @Override
            public List<T> run(OperationFuture<List<T>> self) {
                return operations.loadRelated(Failures.await(all), fixed).run(self, deadline);
            }

            @Override
            public void cleanUp() {
                all.cancel(true);
            }
        };
        return new OperationFuture<>(launcher, Launcher.Kind.CONSUMER, null, deadline, body).submitAfter(all);
    }

    @Override
    public CompletableFuture<AsyncSession> astartSession() {
        return odm.astartSession();
    }

    @Override
    public AsyncModel<T> withSession(AsyncSession session) {
        MongoAsyncSession bound = MongoAsyncSession.of(session);
        return new MongoAsyncModel<>(odm, bound.launcher(), Door.DIRECT, operations.withSession(bound.session()));
    }

    @Override
    public AsyncModel<T> withTimeout(Duration timeout) {
        return new MongoAsyncModel<>(odm, launcher, blocking, operations.withTimeout(timeout));
    }

    @Override
    public Model<T> synchronous() {
        return odm.engine().model(operations, blocking);
    }
}
