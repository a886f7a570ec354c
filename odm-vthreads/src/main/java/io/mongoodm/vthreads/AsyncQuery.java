package io.mongoodm.vthreads;

import com.mongodb.client.model.Collation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.bson.conversions.Bson;

public interface AsyncQuery<T> extends AsyncIterator<T> {
    AsyncQuery<T> sort(Bson sort);
    AsyncQuery<T> skip(int documents);
    AsyncQuery<T> limit(int documents);
    AsyncQuery<T> projection(Bson projection);
    <R> AsyncQuery<R> project(Class<R> shape);
    AsyncQuery<T> batchSize(int documents);
    AsyncQuery<T> hint(Bson index);
    AsyncQuery<T> collation(Collation collation);
    AsyncQuery<T> comment(String comment);
    AsyncQuery<T> timeout(Duration timeout);

    CompletableFuture<Optional<T>> first();
    CompletableFuture<T> get();
    AsyncIterator<T> open();
}
