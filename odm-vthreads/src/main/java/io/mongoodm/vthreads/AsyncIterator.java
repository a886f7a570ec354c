package io.mongoodm.vthreads;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;

public interface AsyncIterator<T> extends AutoCloseable {
    static <T> AsyncIterator<T> over(Stream<T> stream) {
        throw new IllegalStateException();
    }
    CompletableFuture<Optional<T>> next();
    CompletableFuture<List<T>> nextBatch();
    CompletableFuture<Long> forEach(Consumer<? super T> action);
    CompletableFuture<List<T>> toList();
    Stream<T> stream();
    Flow.Publisher<T> publisher();
    @Override void close();
}
