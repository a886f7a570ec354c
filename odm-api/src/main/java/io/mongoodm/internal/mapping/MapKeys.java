package io.mongoodm.internal.mapping;

import java.math.BigInteger;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * How the keys of a map become field names. A key with a dot, a leading dollar sign or the NUL character is refused on
 * write: the first two are names that no filter and no update can address, the third ends the name.
 */
final class MapKeys {
    /** Of all but strings: parsing a number takes the square of the time of its digits. */
    private static final int LONGEST = 1_000;

    private static final Map<Class<?>, Function<String, Object>> PARSERS = Map.of(
            String.class, name -> name,
            UUID.class, UUID::fromString,
            ObjectId.class, ObjectId::new,
            Integer.class, Integer::valueOf,
            Long.class, Long::valueOf,
            Short.class, Short::valueOf,
            Byte.class, Byte::valueOf,
            BigInteger.class, BigInteger::new);

    private final Class<?> type;
    private final Function<String, Object> parse;

    private MapKeys(Class<?> type, Function<String, Object> parse) {
        this.type = type;
        this.parse = parse;
    }

    /** Returns the conversion of a type of key, or null when there is none. */
    static @Nullable MapKeys of(Class<?> type) {
        if (type.isEnum()) {
            return new MapKeys(type, new EnumCodec(type)::constant);
        }
        Function<String, Object> parse = PARSERS.get(type);
        return parse == null ? null : new MapKeys(type, parse);
    }

    /** Returns the conversion of strings, which is none. */
    static MapKeys strings() {
        return new MapKeys(String.class, name -> name);
    }

    /** Tells whether a name is its key. */
    private boolean areStrings() {
        return type == String.class;
    }

    /** Tells whether a name is read as a key. */
    boolean isKey(String name) {
        try {
            read(name);
            return true;
        } catch (Misfit misfit) {
            return false; // which is the answer
        }
    }

    Object read(String name) {
        if (areStrings()) {
            return name;
        }
        if (name.length() <= LONGEST) {
            try {
                Object key = parse.apply(name);
                // Two names, like 5 and 05, must not be one key, or an entry would be lost.
                if (text(key).equalsIgnoreCase(name)) {
                    return key;
                }
            } catch (IllegalArgumentException e) {
                // Its message quotes the key, which the path names anyhow; the place is what counts.
                throw another();
            }
        }
        throw another();
    }

    private Misfit another() {
        return new Misfit(
                "Expected a field name that is a key of type " + type.getSimpleName() + " but was another text");
    }

    /** Returns the name that stands for a key. */
    static String text(Object key) {
        return key instanceof Enum<?> constant ? constant.name() : key.toString();
    }

    String write(@Nullable Object key) {
        if (key == null) {
            throw new Misfit("Expected a key of type " + type.getSimpleName() + " but was null");
        }
        if (!type.isInstance(key)) {
            throw Misfit.javaType(type, key);
        }
        String name = Sink.encodable(text(key));
        if (name.indexOf('.') >= 0 || name.startsWith("$") || name.indexOf('\0') >= 0) {
            throw new Misfit(
                    "Expected keys without a dot, a leading dollar sign and the NUL character but one has it",
                    "keep such keys in a list of records",
                    null);
        }
        if (type != String.class && name.length() > LONGEST) {
            throw new Misfit("Expected a key of at most " + LONGEST + " characters but one has " + name.length());
        }
        return name;
    }
}
