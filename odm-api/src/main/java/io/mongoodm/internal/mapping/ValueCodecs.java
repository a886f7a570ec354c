package io.mongoodm.internal.mapping;

import io.mongoodm.Ref;
import java.lang.reflect.Type;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.bson.BsonType;
import org.bson.codecs.Codec;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.codecs.pojo.annotations.BsonRepresentation;
import org.jspecify.annotations.Nullable;

/** Chooses the codec of a component's type. One is made for each component, for the place that faults are reported at. */
final class ValueCodecs {
    private final Parsing parsing;
    private final Catalog catalog;
    private final Problems problems;
    private final Declaration place;
    private final @Nullable BsonType representation;
    private boolean represented;

    ValueCodecs(Parsing parsing, Catalog catalog, Problems problems, Declaration place) {
        this.parsing = parsing;
        this.catalog = catalog;
        this.problems = problems;
        this.place = place;
        BsonRepresentation declared = place.annotated(BsonRepresentation.class);
        this.representation = declared == null ? null : declared.value();
    }

    /** Returns the codec of the component's whole type. */
    ValueCodec of(JavaType type) {
        ValueCodec codec = choose(type);
        if (representation != null && !represented) {
            problems.add("@BsonRepresentation(" + representation + ") on " + place.place() + " has no effect on " + type
                    + ": only strings can be stored as OBJECT_ID");
        }
        return codec;
    }

    private ValueCodec choose(JavaType type) {
        ValueCodec users = users(type);
        if (users != null) {
            return users;
        }
        if (type.raw() == String.class && representation != null) {
            represented = representation == BsonType.OBJECT_ID || representation == BsonType.STRING;
            return representation == BsonType.OBJECT_ID ? Scalars.objectIdText() : Scalars.require(String.class);
        }
        ValueCodec codec = single(type.raw());
        if (codec == null) {
            codec = container(type);
        }
        if (codec == null) {
            codec = model(type);
        }
        return codec == null ? drivers(type) : codec;
    }

    private @Nullable ValueCodec users(JavaType type) {
        if (type.raw().isPrimitive()) {
            return null;
        }
        Codec<?> own = catalog.users().own(type.raw(), type.reflectedArguments(), catalog.registry());
        represented |= own != null;
        return own == null ? null : new ForeignCodec<>(type.raw(), own, true);
    }

    private static @Nullable ValueCodec single(Class<?> type) {
        if (type == ZonedDateTime.class) {
            return ZonedCodec.ZONED;
        }
        if (type == OffsetDateTime.class) {
            return ZonedCodec.OFFSET;
        }
        if (type.isEnum()) {
            return new EnumCodec(type);
        }
        ValueCodec scalar = Scalars.of(type);
        return scalar != null ? scalar : Scalars.optional(type);
    }

    private @Nullable ValueCodec container(JavaType type) {
        Class<?> raw = type.raw();
        if (raw.isArray()) {
            return new ArrayCodec(raw, choose(type.element()));
        }
        if (raw == Optional.class) {
            return optional(type.argument(0));
        }
        if (ElementsCodec.supports(raw)) {
            checkOrder(raw, type.argument(0).raw());
            return ElementsCodec.of(raw, choose(type.argument(0)));
        }
        return EntriesCodec.supports(raw) ? entries(type) : null;
    }

    private void checkOrder(Class<?> collection, Class<?> element) {
        boolean orders = Comparable.class.isAssignableFrom(element) || element.isInterface() || element == Object.class;
        if (SortedSet.class.isAssignableFrom(collection) && !orders) {
            problems.add(place.capitalPlace() + " is a sorted set of " + element.getSimpleName()
                    + ", which has no order, so it could not be read: let it implement Comparable, or use a Set");
        }
    }

    private ValueCodec optional(JavaType content) {
        if (content.raw() == Optional.class || Scalars.optional(content.raw()) != null) {
            problems.add(place.capitalPlace() + " is an Optional of an Optional, and an empty one inside a present one"
                    + " cannot be stored: use one of the two");
        }
        return OptionalCodec.of(choose(content));
    }

    private ValueCodec entries(JavaType type) {
        Class<?> key =
                type.arguments().isEmpty() ? String.class : type.argument(0).raw();
        MapKeys keys = MapKeys.of(key);
        ValueCodec value = choose(type.argument(1));
        if (keys == null) {
            problems.add(place.capitalPlace() + " is a map with keys of type " + key.getSimpleName()
                    + ", which cannot be field names: use strings, enums, UUIDs, ObjectIds or whole numbers");
            return open();
        }
        return EntriesCodec.of(type.raw(), keys, value);
    }

    private @Nullable ValueCodec model(JavaType type) {
        Class<?> raw = type.raw();
        if (Ref.class.isAssignableFrom(raw)) {
            return reference(type.argument(0).raw());
        }
        if (raw.isRecord()) {
            return parsing.record(type).values();
        }
        if (Hierarchy.isSealed(raw)) {
            return parsing.hierarchy(type);
        }
        return raw == Object.class ? open() : null;
    }

    /** The codec of anything; also what stands for a type at fault, so that the parse goes on to the next fault. */
    private ValueCodec open() {
        return new ForeignCodec<>(Object.class, new OpenCodec(catalog.registry(), catalog.withUuids()), false);
    }

    private ValueCodec reference(Class<?> target) {
        if (!catalog.isModel(target)) {
            problems.add(place.capitalPlace() + " refers to " + target.getSimpleName()
                    + ", which is not registered: register it with the handle");
            return open();
        }
        problems.later(() -> {
            if (Targets.find(catalog, target).isEmpty()) {
                problems.add(place.capitalPlace() + " refers to " + target.getSimpleName()
                        + ", which has no id: give it a component named id");
            }
        });
        return new RefCodec(() -> Targets.id(catalog, target).codec());
    }

    private ValueCodec drivers(JavaType type) {
        Codec<?> codec = catalog.users().any(type.raw(), type.reflectedArguments(), catalog.registry());
        // The codec of Date also comes for a java.sql.Timestamp, which it cannot read.
        boolean reads = codec != null && type.raw().isAssignableFrom(codec.getEncoderClass());
        if (codec != null && reads && !isGeneral(type.raw(), codec)) {
            CodecRegistry registry = catalog.withUuids();
            List<Type> arguments = type.reflectedArguments();
            Codec<?> reading = arguments.isEmpty() ? registry.get(type.raw()) : registry.get(type.raw(), arguments);
            return new ForeignCodec<>(type.raw(), reading, false);
        }
        problems.add(place.capitalPlace() + " has type " + type
                + ", which has no stored form: " + Nullness.remedyForNoRecord(type.raw(), "use another type")
                + ", or give the client a codec for it");
        return open();
    }

    /** The driver's codecs of any collection, map and enum write what they cannot read back as a value of the type. */
    private static boolean isGeneral(Class<?> type, Codec<?> codec) {
        boolean general =
                Iterable.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type) || type == Enum.class;
        return general && !isDrivers(type) && codec.getClass().getPackageName().equals(Codec.class.getPackageName());
    }

    private static boolean isDrivers(Class<?> type) {
        return type.getName().startsWith("org.bson.") || type.getName().startsWith("com.mongodb.");
    }
}
