package io.mongoodm.queries;

import io.mongoodm.queries.RandomModel.Kind;
import io.mongoodm.queries.RandomModel.Part;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * Makes a filter that fits a model. One seed gives one filter; with the number of one of its names it gives the same filter
 * with that name misspelled: a component, at any depth, or an operator.
 */
final class RandomFilter {
    private static final int NONE = -1;

    private final Random random;
    private final int misspelled;
    private final boolean asIs;
    private int names;

    private RandomFilter(long seed, int misspelled, boolean asIs) {
        this.random = new Random(seed);
        this.misspelled = misspelled;
        this.asIs = asIs;
    }

    /** Returns the filter of a seed as a user writes it, the id by either of its names. */
    static BsonDocument of(RandomModel model, long seed) {
        return new RandomFilter(seed, NONE, false).filter(model.fields(), 2);
    }

    /** Returns the filter of a seed as it has to reach the server, made without the library. */
    static BsonDocument asStored(RandomModel model, long seed) {
        return new RandomFilter(seed, NONE, true).filter(model.fields(), 2);
    }

    /** Returns the filter of a seed with one of its names misspelled: the first that did not get lost with its condition. */
    static BsonDocument misspelled(RandomModel model, long seed) {
        RandomFilter counting = new RandomFilter(seed, NONE, false);
        BsonDocument right = counting.filter(model.fields(), 2);
        int first = new Random(seed).nextInt(counting.names);
        return IntStream.range(first, first + counting.names)
                .mapToObj(number -> new RandomFilter(seed, number % counting.names, false).filter(model.fields(), 2))
                .filter(filter -> !filter.equals(right))
                .findFirst()
                .orElseThrow();
    }

    private BsonDocument filter(List<Part> parts, int depth) {
        BsonDocument filter = new BsonDocument();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            if (depth > 0 && random.nextInt(4) == 0) {
                BsonArray inner = new BsonArray();
                for (int j = 1 + random.nextInt(2); j > 0; j--) {
                    inner.add(filter(parts, depth - 1));
                }
                filter.put(name(List.of("$and", "$or", "$nor").get(random.nextInt(3))), inner);
            } else {
                condition(filter, parts, depth);
            }
        }
        return filter;
    }

    /** Adds a condition on some path; one that is there already is left, since a name may stand only once. */
    private void condition(BsonDocument filter, List<Part> parts, int depth) {
        StringBuilder path = new StringBuilder();
        Kind end = descend(parts, path);
        BsonValue condition = condition(end, depth);
        boolean byOtherName = random.nextBoolean() && !asIs;
        if (!path.toString().equals("_id")) {
            filter.putIfAbsent(path.toString(), condition);
        } else if (!filter.containsKey("_id") && !filter.containsKey("id")) {
            filter.put(byOtherName ? "id" : "_id", condition);
        }
    }

    private Kind descend(List<Part> parts, StringBuilder path) {
        Part part = parts.get(random.nextInt(parts.size()));
        path.append(name(part.name()));
        return descend(part.kind(), path);
    }

    private Kind descend(Kind kind, StringBuilder path) {
        if (random.nextInt(3) == 0) {
            return kind;
        }
        return switch (kind) {
            case Kind.Scalar scalar -> scalar;
            case Kind.Nested nested -> descend(nested.parts(), path.append('.'));
            case Kind.Elements elements -> {
                boolean inEach = elements.element() instanceof Kind.Nested && random.nextBoolean();
                yield inEach
                        ? descend(((Kind.Nested) elements.element()).parts(), path.append('.'))
                        : descend(elements.element(), path.append('.').append(random.nextInt(3)));
            }
            case Kind.Entries entries ->
                descend(entries.value(), path.append('.').append(RandomValues.key(random)));
        };
    }

    private BsonValue condition(Kind kind, int depth) {
        return switch (random.nextInt(10)) {
            case 0, 1 ->
                operator(List.of("$gt", "$gte", "$lt", "$lte", "$ne", "$eq").get(random.nextInt(6)), value(kind));
            case 2 -> operator(random.nextBoolean() ? "$in" : "$nin", new BsonArray(List.of(value(kind), value(kind))));
            case 3 -> operator("$exists", BsonBoolean.valueOf(random.nextBoolean()));
            case 4 -> operator("$type", new BsonString(random.nextBoolean() ? "number" : "string"));
            case 5 -> operator("$not", operator("$gte", value(kind)));
            case 6 -> ofElements(kind, depth);
            case 7 -> ofScalar(kind);
            default -> value(kind);
        };
    }

    private BsonDocument ofElements(Kind kind, int depth) {
        if (!(kind instanceof Kind.Elements elements)) {
            return operator("$nin", new BsonArray(List.of(value(kind))));
        }
        return switch (random.nextInt(3)) {
            case 0 -> operator("$size", new BsonInt32(random.nextInt(3)));
            case 1 -> operator("$all", new BsonArray(List.of(value(elements.element()))));
            default ->
                operator(
                        "$elemMatch",
                        elements.element() instanceof Kind.Nested nested
                                ? filter(nested.parts(), Math.max(0, depth - 1))
                                : operator("$gte", value(elements.element())));
        };
    }

    private BsonValue ofScalar(Kind kind) {
        if (kind.equals(new Kind.Scalar(BsonType.STRING))) {
            String pattern = "^" + "abcd".charAt(random.nextInt(4));
            return random.nextBoolean()
                    ? new BsonRegularExpression(pattern)
                    : operator("$regex", new BsonString(pattern));
        }
        return kind.equals(new Kind.Scalar(BsonType.INT32))
                ? operator("$mod", new BsonArray(List.of(new BsonInt32(2), new BsonInt32(random.nextInt(2)))))
                : operator("$eq", value(kind));
    }

    private BsonDocument operator(String name, BsonValue operand) {
        return new BsonDocument(name(name), operand);
    }

    private BsonValue value(Kind kind) {
        if (random.nextInt(12) == 0) {
            return BsonNull.VALUE;
        }
        return switch (kind) {
            case Kind.Scalar scalar -> RandomValues.fitting(scalar.type(), random);
            case Kind.Nested nested -> {
                Part part = nested.parts().get(random.nextInt(nested.parts().size()));
                yield new BsonDocument(name(part.name()), value(part.kind()));
            }
            case Kind.Elements elements ->
                random.nextBoolean()
                        ? new BsonArray(List.of(value(elements.element()), value(elements.element())))
                        : value(elements.element());
            case Kind.Entries entries -> new BsonDocument(RandomValues.key(random), value(entries.value()));
        };
    }

    /** Counts a name, and misspells the one that was asked for. */
    private String name(String right) {
        if (names++ != misspelled) {
            return right;
        }
        return switch (names % 3) {
            case 0 -> right + "q";
            case 1 -> right.substring(0, right.length() - 1) + "Q";
            default -> right.charAt(0) + "q" + right.substring(1);
        };
    }
}
