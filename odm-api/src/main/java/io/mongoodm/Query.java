package io.mongoodm;

import com.mongodb.client.model.Collation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.conversions.Bson;

public interface Query<T> extends Iterable<T> {
    Query<T> sort(Bson sort);

    Query<T> skip(int documents);

    Query<T> limit(int documents);

    Query<T> projection(Bson projection);

    <R> Query<R> project(Class<R> shape);

    Query<T> batchSize(int documents);

    Query<T> hint(Bson index);

    Query<T> collation(Collation collation);

    Query<T> comment(String comment);

    Query<T> timeout(Duration timeout);

    Optional<T> first();

    T get();

    List<T> toList();

    Stream<T> stream();
}
