package io.mongoodm.internal.validation;

import static io.mongoodm.internal.validation.Models.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mongoodm.InvalidFilterException;
import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.Shape;
import io.mongoodm.internal.validation.Models.Place;
import io.mongoodm.internal.validation.Models.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** Random filters that fit pass as they are, but for {@code id}; each of them with one wrong name is refused. */
class RandomFilterTest {
    private static final int ROUNDS = 10_000;

    @Test
    void randomFiltersThatFitAreSentAsTheyAre() {
        for (Class<?> model : List.of(User.class, Place.class, Place.Museum.class)) {
            Shape.Embedded shape = Models.MAPPING.model(model).shape();
            Validator validator = Models.of(model);
            for (int seed = 0; seed < ROUNDS / 3; seed++) {
                Generator generator = new Generator(new Random(seed));
                BsonDocument filter = generator.filter(shape, 3);
                assertThat(validator.filter(filter)).as("seed %d", seed).isEqualTo(stored(filter));
            }
        }
    }

    @Test
    void oneWrongNameIsAlwaysRefused() {
        Shape.Embedded shape = Models.MAPPING.model(User.class).shape();
        Validator validator = Models.of(User.class);
        for (int seed = 0; seed < ROUNDS / 2; seed++) {
            Generator generator = new Generator(new Random(seed));
            BsonDocument filter = generator.filter(shape, 3);
            BsonDocument wrong = generator.mutated(filter);
            assertThatExceptionOfType(InvalidFilterException.class)
                    .as("seed %d", seed)
                    .isThrownBy(() -> validator.filter(wrong));
        }
    }

    /** What the check does to names, written independently of it: only a document's own key, never a value. */
    private static BsonDocument stored(BsonDocument filter) {
        return json(filter.toJson().replace("\"id\":", "\"_id\":").replace(".id\":", "._id\":"));
    }

    private static final class Generator {
        private static final String WRONG = "zzzzzzzzzzzz";

        private final Random random;
        private int toMutate = -1;
        private int names;

        Generator(Random random) {
            this.random = random;
        }

        BsonDocument filter(Shape.Embedded shape, int depth) {
            BsonDocument filter = new BsonDocument();
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                if (depth > 0 && random.nextInt(4) == 0) {
                    BsonArray inner = new BsonArray();
                    for (int j = 0; j <= random.nextInt(2); j++) {
                        inner.add(filter(shape, depth - 1));
                    }
                    filter.put(List.of("$and", "$or", "$nor").get(random.nextInt(3)), inner);
                } else {
                    condition(filter, shape, depth);
                }
            }
            return filter;
        }

        private void condition(BsonDocument filter, Shape.Embedded shape, int depth) {
            List<String> stored = List.copyOf(shape.storedNames());
            String name = stored.get(random.nextInt(stored.size()));
            ComponentModel component = shape.fields(name).getFirst();
            StringBuilder path = new StringBuilder(name.equals("_id") && random.nextBoolean() ? "id" : name);
            Shape end = descend(component.shape(), path);
            String meant = path.toString().replaceAll("(^|\\.)id$", "$1_id");
            boolean taken = filter.keySet().stream()
                    .anyMatch(key -> key.replaceAll("(^|\\.)id$", "$1_id").equals(meant));
            if (taken) {
                return;
            }
            filter.put(path.toString(), operators(end, depth));
        }

        private Shape descend(Shape shape, StringBuilder path) {
            if (random.nextInt(3) == 0) {
                return shape;
            }
            return switch (shape) {
                case Shape.Embedded embedded -> {
                    List<String> stored = List.copyOf(embedded.storedNames());
                    String name = stored.get(random.nextInt(stored.size()));
                    path.append('.').append(name.equals("_id") && random.nextBoolean() ? "id" : name);
                    yield descend(embedded.fields(name).getFirst().shape(), path);
                }
                case Shape.Elements elements -> {
                    path.append('.').append(random.nextInt(5));
                    yield descend(elements.element(), path);
                }
                case Shape.Entries entries -> {
                    path.append(".key").append(random.nextInt(5));
                    yield descend(entries.value(), path);
                }
                default -> shape;
            };
        }

        private BsonValue operators(Shape shape, int depth) {
            return switch (random.nextInt(9)) {
                case 0 ->
                    new BsonDocument(
                            "$" + List.of("gt", "gte", "lt", "lte", "ne", "eq").get(random.nextInt(6)), value(shape));
                case 1 ->
                    new BsonDocument(
                            random.nextBoolean() ? "$in" : "$nin", new BsonArray(List.of(value(shape), value(shape))));
                case 2 -> new BsonDocument("$exists", BsonBoolean.valueOf(random.nextBoolean()));
                case 3 -> new BsonDocument("$type", new BsonString("number"));
                case 4 -> new BsonDocument("$not", new BsonDocument("$gte", value(shape)));
                case 5 ->
                    shape instanceof Shape.Elements list
                                    && list.element() instanceof Shape.Embedded embedded
                                    && depth > 0
                            ? new BsonDocument("$elemMatch", filter(embedded, depth - 1))
                            : new BsonDocument("$size", new BsonInt32(1));
                case 6 ->
                    shape instanceof Shape.Scalar scalar && scalar.type() == BsonType.STRING
                            ? new BsonRegularExpression("a")
                            : new BsonDocument("$all", new BsonArray(List.of(value(shape))));
                default -> value(shape);
            };
        }

        private BsonValue value(Shape shape) {
            if (random.nextInt(12) == 0) {
                return BsonNull.VALUE;
            }
            return switch (shape) {
                case Shape.Scalar scalar -> scalar.isNumber() ? number() : scalar(scalar.type());
                case Shape.Elements elements ->
                    random.nextBoolean()
                            ? new BsonArray(List.of(value(elements.element()), value(elements.element())))
                            : value(elements.element());
                case Shape.Entries entries -> new BsonDocument("key", value(entries.value()));
                case Shape.Parts parts -> {
                    BsonDocument document = new BsonDocument();
                    parts.parts().forEach((name, part) -> document.put(name, value(part)));
                    yield document;
                }
                case Shape.Embedded embedded -> document(embedded);
                case Shape.Open open -> new BsonInt32(random.nextInt());
            };
        }

        private BsonDocument document(Shape.Embedded embedded) {
            BsonDocument document = new BsonDocument();
            List<String> stored = new ArrayList<>(embedded.storedNames());
            String name = stored.get(random.nextInt(stored.size()));
            Shape shape = embedded.fields(name).getFirst().shape();
            boolean deep = shape instanceof Shape.Embedded;
            document.put(name, deep ? BsonNull.VALUE : value(shape));
            return document;
        }

        private BsonValue number() {
            return switch (random.nextInt(4)) {
                case 0 -> new BsonInt32(random.nextInt());
                case 1 -> new BsonInt64(random.nextLong());
                case 2 -> new BsonDouble(random.nextInt() / 4.0);
                default -> new BsonDecimal128(new Decimal128(random.nextInt()));
            };
        }

        private BsonValue scalar(BsonType type) {
            return switch (type) {
                case STRING -> new BsonString("text" + random.nextInt());
                case BOOLEAN -> BsonBoolean.TRUE;
                case OBJECT_ID -> new BsonObjectId(new ObjectId(1, random.nextInt(1 << 24)));
                case DATE_TIME -> new BsonDateTime(random.nextInt(1 << 30));
                case BINARY -> new BsonBinary(new byte[] {1, 2});
                default -> throw new IllegalStateException(type.toString());
            };
        }

        /** Returns the filter with one of its names, at any depth, made wrong. Keys of maps and open documents are not names. */
        BsonDocument mutated(BsonDocument filter) {
            names = 0;
            renamed(filter);
            toMutate = random.nextInt(names);
            names = 0;
            return renamed(filter);
        }

        private BsonDocument renamed(BsonDocument filter) {
            BsonDocument copy = new BsonDocument();
            filter.forEach((key, value) -> {
                if (List.of("$and", "$or", "$nor").contains(key)) {
                    BsonArray inner = new BsonArray();
                    value.asArray().forEach(each -> inner.add(renamed(each.asDocument())));
                    copy.put(key, inner);
                    return;
                }
                boolean here = names++ == toMutate;
                boolean elemMatch = value.isDocument() && value.asDocument().containsKey("$elemMatch");
                copy.put(
                        here ? WRONG + key : key,
                        elemMatch
                                ? new BsonDocument(
                                        "$elemMatch", renamed(value.asDocument().getDocument("$elemMatch")))
                                : value);
            });
            return copy;
        }
    }
}
