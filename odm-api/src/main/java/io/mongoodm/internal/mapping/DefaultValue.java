package io.mongoodm.internal.mapping;

import io.mongoodm.annotation.Default;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonValue;
import org.bson.json.JsonParseException;
import org.jspecify.annotations.Nullable;

/** The value that a component declares for documents without its field. Made anew each time, because it may be mutable. */
final class DefaultValue {
    private static final String FIELD = "v";

    private DefaultValue() {}

    /** Returns the source of the value, or null when what is declared is at fault. */
    static @Nullable Supplier<Object> of(
            Default declared, Declaration declaration, Supplier<ValueCodec> codec, Access access, Problems problems) {
        if (declared.value().isEmpty() == declared.factory().isEmpty()) {
            problems.add("@Default on " + declaration.place() + " gives not just one of value and factory: give one");
            return null;
        }
        return declared.factory().isEmpty()
                ? stored(declared.value(), declaration, codec.get(), problems)
                : made(declared.factory(), declaration, access, problems);
    }

    private static @Nullable Supplier<Object> stored(
            String json, Declaration declaration, ValueCodec codec, Problems problems) {
        try {
            BsonDocument parsed = BsonDocument.parse("{\"" + FIELD + "\": " + json + "}");
            if (parsed.size() > 1) {
                throw new JsonParseException("More than one value");
            }
            BsonValue value = Objects.requireNonNull(parsed.get(FIELD), "parsed");
            Supplier<Object> supplier = () -> decode(value, codec);
            problems.later(() -> check(supplier, declaration, problems));
            return supplier;
        } catch (JsonParseException e) {
            problems.add("@Default on " + declaration.place()
                    + " is no extended JSON: write the stored value, with quotes around a string");
            return null;
        }
    }

    private static void check(Supplier<Object> value, Declaration declaration, Problems problems) {
        try {
            Objects.requireNonNull(value.get(), "decoded");
        } catch (Misfit misfit) {
            problems.add("@Default on " + declaration.place() + " does not fit its type: " + misfit.fact());
        }
    }

    private static Object decode(BsonValue value, ValueCodec codec) {
        BsonDocumentReader reader = new BsonDocumentReader(new BsonDocument(FIELD, value));
        reader.readStartDocument();
        reader.readBsonType();
        reader.readName();
        return codec.read(new ReaderSource(reader));
    }

    private static @Nullable Supplier<Object> made(
            String factory, Declaration declaration, Access access, Problems problems) {
        Optional<MethodHandle> handle = access.factory(declaration.record(), factory)
                .filter(found -> wrapped(declaration.component().getType())
                        .isAssignableFrom(wrapped(found.type().returnType())));
        if (handle.isEmpty()) {
            problems.add("@Default on " + declaration.place() + " names the factory " + factory + ", but "
                    + declaration.record().getSimpleName() + " has no static method of that name without parameters"
                    + " that returns " + declaration.component().getType().getSimpleName() + ": add one");
            return null;
        }
        MethodHandle method = handle.get();
        return () -> call(method, factory);
    }

    private static Object call(MethodHandle method, String factory) {
        try {
            Object value = method.invoke();
            if (value == null) {
                throw new Misfit("Expected a default but the factory " + factory + " returned null");
            }
            return value;
        } catch (Misfit | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new Misfit("Expected a default but the factory " + factory + " failed", "", failure);
        }
    }

    private static Class<?> wrapped(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }
}
