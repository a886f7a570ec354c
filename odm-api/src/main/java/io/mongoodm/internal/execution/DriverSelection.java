package io.mongoodm.internal.execution;

import com.mongodb.client.model.Collation;
import io.mongoodm.DocumentNotFoundException;
import io.mongoodm.internal.mapping.RecordModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bson.codecs.Codec;
import org.bson.codecs.Decoder;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * A selection over the driver's iterables.
 *
 * @param decoder reads the documents
 * @param finish turns what the decoder gave into a result; null for a value that is left out
 * @param own whether the documents are of the model's own type, which a projection must not mutilate
 */
record DriverSelection<S, T>(
        Target<S> target,
        Source source,
        QueryOptions options,
        Decoder<?> decoder,
        Function<Object, @Nullable T> finish,
        boolean own)
        implements Selection<T> {

    private DriverSelection<S, T> with(QueryOptions other) {
        return new DriverSelection<>(target, source, other, decoder, finish, own);
    }

    @Override
    public Selection<T> sort(Bson sort) {
        Objects.requireNonNull(sort, "sort");
        source.requireOption("sort");
        return with(options.withSort(
                isFind() ? target.validator().sort(sort) : target.engine().render(sort)));
    }

    @Override
    public Selection<T> skip(int documents) {
        source.requireOption("skip");
        return with(options.withSkip(documents));
    }

    @Override
    public Selection<T> limit(int documents) {
        source.requireOption("limit");
        return with(options.withLimit(documents));
    }

    @Override
    public Selection<T> projection(Bson projection) {
        Objects.requireNonNull(projection, "projection");
        source.requireOption("projection");
        if (!isFind()) {
            return with(options.withProjection(target.engine().render(projection)));
        }
        return with(options.withProjection(
                own
                        ? target.validator().projection(projection)
                        : target.validator().rawProjection(projection)));
    }

    @Override
    public <R> Selection<R> project(Class<R> shape) {
        source.requireOption("projection");
        RecordModel<R> row = target.engine().mapping().row(Objects.requireNonNull(shape, "shape"));
        QueryOptions projected =
                isFind() ? options.withProjection(target.validator().projectionFor(row)) : options;
        Codec<R> codec = row.codec();
        return new DriverSelection<>(
                target, source, projected, codec, decoded -> Undecodable.unwrap(decoded, codec), false);
    }

    @Override
    public Selection<T> batchSize(int documents) {
        return with(options.withBatchSize(documents));
    }

    @Override
    public Selection<T> hint(Bson index) {
        return with(options.withHint(target.validator().hint(Objects.requireNonNull(index, "index"))));
    }

    @Override
    public Selection<T> collation(Collation collation) {
        return with(options.withCollation(Objects.requireNonNull(collation, "collation")));
    }

    @Override
    public Selection<T> comment(String comment) {
        return with(options.withComment(Objects.requireNonNull(comment, "comment")));
    }

    @Override
    public Selection<T> timeout(Duration timeout) {
        return new DriverSelection<>(target.withTimeout(timeout), source, options, decoder, finish, own);
    }

    private boolean isFind() {
        return source instanceof Source.Find;
    }

    @Override
    public Operation<Optional<T>> first() {
        return target.operation((door, deadline) -> Optional.ofNullable(one(door, deadline)));
    }

    @Override
    public Operation<T> get() {
        return target.operation((door, deadline) -> {
            T found = one(door, deadline);
            if (found == null) {
                throw new DocumentNotFoundException(
                        "No " + target.name() + " matches the query: use first() or findOne where there may be none");
            }
            return found;
        });
    }

    private @Nullable T one(Door door, Deadline deadline) {
        if (isFind()) {
            Object first = target.decoded(
                    decoder,
                    door,
                    deadline,
                    c -> source.iterable(c, options, true, false).first());
            return first == null ? null : finish.apply(first);
        }
        try (CursorSpliterator<T> cursor = cursor(door, () -> deadline, true, false)) {
            List<T> batch = cursor.nextBatch();
            return batch.isEmpty() ? null : batch.getFirst();
        }
    }

    @Override
    public Operation<List<T>> toList() {
        return target.operation((door, deadline) -> {
            List<T> all = new ArrayList<>();
            try (CursorSpliterator<T> cursor = cursor(door, () -> deadline, false, false)) {
                for (List<T> batch = cursor.nextBatch(); !batch.isEmpty(); batch = cursor.nextBatch()) {
                    all.addAll(batch);
                }
            }
            return all;
        });
    }

    @Override
    public Stream<T> stream(Door door, Supplier<Deadline> deadlines) {
        target.requireUsable();
        CursorSpliterator<T> cursor = cursor(door, deadlines, false, true);
        return StreamSupport.stream(cursor, false).onClose(cursor::close);
    }

    private CursorSpliterator<T> cursor(Door door, Supplier<Deadline> deadlines, boolean single, boolean iterating) {
        return new CursorSpliterator<>(
                (deadline, session) -> target.opened(decoder, deadline, session, c -> {
                    boolean timed = iterating && Target.hasTimeout(c.collection());
                    return source.iterable(c, options, single, timed).iterator();
                }),
                deadlines,
                target.passage(door, source.mayLeaveCursor(options, single)),
                finish);
    }

    @Override
    public Deadline startDeadline() {
        return Deadline.in(target.callTimeout());
    }

    @Override
    public @Nullable SessionGate gate() {
        return target.gate();
    }
}
