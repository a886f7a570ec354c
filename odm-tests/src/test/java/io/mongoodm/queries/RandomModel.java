package io.mongoodm.queries;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A model that nobody wrote: a record, or a sealed interface of two, with random components, and the documents of its
 * collection.
 *
 * @param type what is queried: a record, a sealed interface, or a variant
 * @param fields the stored fields of {@code type}, of all variants for an interface
 * @param tag the tag of a variant; null for what has no tag of its own
 * @param registered the class that a handle is given
 */
record RandomModel(
        Class<?> type,
        List<Part> fields,
        @Nullable String tag,
        Class<?> registered,
        String collection,
        List<BsonDocument> documents) {
    private static final int DOCUMENTS = 24;
    private static final List<BsonType> SCALARS = List.of(
            BsonType.STRING,
            BsonType.INT32,
            BsonType.INT64,
            BsonType.DOUBLE,
            BsonType.DECIMAL128,
            BsonType.BOOLEAN,
            BsonType.DATE_TIME,
            BsonType.OBJECT_ID,
            BsonType.BINARY);
    private static final List<String> NAMES =
            List.of("name", "age", "city", "total", "since", "owner", "rank", "lines", "marks", "home");

    /** A component and its stored name. */
    record Part(String component, String name, Kind kind) {}

    /** What a component holds. */
    sealed interface Kind {
        record Scalar(BsonType type) implements Kind {}

        record Nested(String type, List<Part> parts) implements Kind {}

        record Elements(Kind element) implements Kind {}

        record Entries(Kind value) implements Kind {}
    }

    /** Makes a record, or a sealed interface with its variants; each is one to query. */
    static List<RandomModel> of(int number, Random random) {
        RandomClasses classes = new RandomClasses();
        String name = "Random" + number;
        return number % 4 == 0 ? sealed(name, random, classes) : List.of(single(name, random, classes));
    }

    private static RandomModel single(String name, Random random, RandomClasses classes) {
        List<Part> parts = model("", name, random, classes);
        Class<?> type = classes.record(name, parts, null);
        List<BsonDocument> documents = documents(parts, null, 0, random);
        return new RandomModel(type, parts, null, type, name.toLowerCase(Locale.ROOT), documents);
    }

    private static List<RandomModel> sealed(String name, Random random, RandomClasses classes) {
        List<String> tags = List.of(name + "A", name + "B");
        Class<?> root = classes.sealed(name, tags);
        List<Part> first = model("a", tags.get(0), random, classes);
        List<Part> second = model("b", tags.get(1), random, classes);
        Class<?> a = classes.record(tags.get(0), first, name);
        Class<?> b = classes.record(tags.get(1), second, name);
        List<BsonDocument> documents = Stream.concat(
                        documents(first, tags.get(0), 0, random).stream(),
                        documents(second, tags.get(1), DOCUMENTS, random).stream())
                .toList();
        List<Part> both = Stream.concat(first.stream(), second.stream().skip(1)).toList();
        String collection = name.toLowerCase(Locale.ROOT);
        return List.of(
                new RandomModel(root, both, null, root, collection, documents),
                new RandomModel(a, first, tags.get(0), root, collection, documents),
                new RandomModel(b, second, tags.get(1), root, collection, documents));
    }

    private static List<Part> model(String prefix, String owner, Random random, RandomClasses classes) {
        List<Part> parts = new ArrayList<>(List.of(new Part("id", "_id", new Kind.Scalar(BsonType.INT32))));
        parts.addAll(parts(prefix, owner, 3 + random.nextInt(5), 2, random, classes));
        return parts;
    }

    private static List<Part> parts(
            String prefix, String owner, int count, int depth, Random random, RandomClasses classes) {
        List<Part> parts = new ArrayList<>();
        List<String> names = new ArrayList<>(NAMES);
        for (int i = 0; i < count; i++) {
            String component = prefix + names.remove(random.nextInt(names.size()));
            String stored = random.nextInt(5) == 0 ? component + "_s" : component;
            parts.add(new Part(component, stored, kind(owner + "_" + component, depth, random, classes)));
        }
        return parts;
    }

    private static Kind kind(String owner, int depth, Random random, RandomClasses classes) {
        int choice = depth == 0 ? 9 : random.nextInt(10);
        if (choice < 2) {
            List<Part> parts = parts("", owner, 1 + random.nextInt(4), depth - 1, random, classes);
            classes.record(owner, parts, null);
            return new Kind.Nested(owner, parts);
        }
        if (choice < 4) {
            return new Kind.Elements(kind(owner, depth - 1, random, classes));
        }
        return choice == 4
                ? new Kind.Entries(kind(owner, depth - 1, random, classes))
                : new Kind.Scalar(SCALARS.get(random.nextInt(SCALARS.size())));
    }

    private static List<BsonDocument> documents(List<Part> parts, @Nullable String tag, int first, Random random) {
        List<BsonDocument> documents = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            BsonDocument document = new BsonDocument("_id", new BsonInt32(first + i));
            if (tag != null) {
                document.put("_cls", new BsonString(tag));
            }
            document.putAll(document(parts.subList(1, parts.size()), random));
            documents.add(document);
        }
        return documents;
    }

    /** Returns a document with most of these fields. */
    private static BsonDocument document(List<Part> parts, Random random) {
        BsonDocument document = new BsonDocument();
        for (Part part : parts) {
            if (random.nextInt(8) > 0) {
                document.put(part.name(), stored(part.kind(), random));
            }
        }
        return document;
    }

    private static BsonValue stored(Kind kind, Random random) {
        return switch (kind) {
            case Kind.Scalar scalar -> RandomValues.stored(scalar.type(), random);
            case Kind.Nested nested -> document(nested.parts(), random);
            case Kind.Elements elements -> {
                BsonArray array = new BsonArray();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(stored(elements.element(), random));
                }
                yield array;
            }
            case Kind.Entries entries -> {
                BsonDocument map = new BsonDocument();
                for (int i = random.nextInt(3); i > 0; i--) {
                    map.put(RandomValues.key(random), stored(entries.value(), random));
                }
                yield map;
            }
        };
    }
}
