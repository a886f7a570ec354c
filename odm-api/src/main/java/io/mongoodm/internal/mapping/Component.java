package io.mongoodm.internal.mapping;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWriter;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A parsed component with its codec and its accessor. Public for generated code, like {@link ByteSource}. */
public final class Component implements ComponentModel {
    private static final String FIELD = "v";
    private static final Map<Class<?>, Object> ZEROS = Map.of(
            boolean.class,
            false,
            char.class,
            '\0',
            byte.class,
            (byte) 0,
            short.class,
            (short) 0,
            int.class,
            0,
            long.class,
            0L,
            float.class,
            0f,
            double.class,
            0d);

    private final Declaration declaration;
    private final Role role;
    private final JavaType type;
    private final FieldName stored;
    private final Nullness nullness;
    private final ValueCodec codec;
    private final RecordMembers members;
    private final @Nullable Supplier<Object> defaultValue;
    private final @Nullable RelationModel relation;

    Component(
            Declaration declaration,
            Role role,
            JavaType type,
            Nullness nullness,
            ValueCodec codec,
            RecordMembers members,
            @Nullable Supplier<Object> defaultValue,
            @Nullable RelationModel relation) {
        this.declaration = declaration;
        this.role = role;
        this.type = type;
        this.nullness = nullness;
        this.codec = codec;
        this.members = members;
        this.defaultValue = defaultValue;
        this.relation = relation;
        this.stored = new FieldName(isStored() ? declaration.storedName() : declaration.name());
    }

    @Override
    public String name() {
        return declaration.name();
    }

    @Override
    public String storedName() {
        return stored.text();
    }

    FieldName storedField() {
        return stored;
    }

    @Override
    public List<String> aliases() {
        return isStored() ? declaration.aliases() : List.of();
    }

    @Override
    public int index() {
        return declaration.index();
    }

    @Override
    public Role role() {
        return role;
    }

    /** Tells whether it has a field of its own. */
    boolean isStored() {
        return switch (role) {
            case VALUE, ID, VERSION, CREATED_AT, UPDATED_AT -> true;
            case EXTRA_ELEMENTS, RELATION, IGNORED -> false;
        };
    }

    @Override
    public Type type() {
        return type.reflected();
    }

    /** Returns the class in the record's constructor; for a type variable, its bound. */
    Class<?> erased() {
        return declaration.component().getType();
    }

    @Override
    public boolean isNullable() {
        if (type.raw().isPrimitive() || isOptional()) {
            return false;
        }
        return switch (nullness) {
            case NULLABLE -> true;
            case NON_NULL -> false;
            case UNSPECIFIED -> codec.ofAbsent() == null;
        };
    }

    /** Tells whether null must not be written, because no reader would take the document back. */
    private boolean isRequired() {
        return type.raw().isPrimitive() || nullness == Nullness.NON_NULL;
    }

    private boolean isOptional() {
        return type.raw() == Optional.class || Scalars.optional(type.raw()) != null;
    }

    @Override
    public Shape shape() {
        return codec.shape();
    }

    ValueCodec codec() {
        return codec;
    }

    @Override
    public <A extends Annotation> Optional<A> annotation(Class<A> wanted) {
        return declaration.annotation(wanted);
    }

    @Override
    public Optional<RelationModel> relation() {
        return Optional.ofNullable(relation);
    }

    /** Returns the place for the start of a sentence. */
    String capitalPlace() {
        return declaration.capitalPlace();
    }

    /** Returns the record that declares it. */
    Class<?> holder() {
        return declaration.record();
    }

    /** Returns the component's value in a record of its class. */
    @Nullable
    Object valueIn(Object document) {
        try {
            return members.value(document, index());
        } catch (Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new Misfit("Expected a value but the accessor failed", "", failure);
        }
    }

    /** Reads the field's value: null is as good as absent. */
    @Nullable
    Object read(Source source) {
        if (source.isNull()) {
            if (needsField()) {
                throw required("is " + BsonTypes.name(source.type()));
            }
            source.skip();
            return ofAbsent();
        }
        return codec.read(source);
    }

    /** Returns the value for a document without the field. */
    @Nullable
    Object ofAbsent() {
        if (needsField()) {
            throw required("is absent");
        }
        if (defaultValue != null) {
            return defaultValue.get();
        }
        return isStored() || !type.raw().isPrimitive() ? emptyOrNull() : ZEROS.get(type.raw());
    }

    private @Nullable Object emptyOrNull() {
        return nullness == Nullness.NULLABLE && !isOptional() ? null : codec.ofAbsent();
    }

    /** Tells whether a document without the field means null. */
    boolean isNullWhenAbsent() {
        return isStored() && defaultValue == null && !isRequired() && emptyOrNull() == null;
    }

    @Override
    public boolean needsField() {
        return isStored() && defaultValue == null && isRequired() && codec.ofAbsent() == null;
    }

    private static Misfit required(String state) {
        return new Misfit(
                "Expected a value but the field " + state,
                "store one, or declare the component with @Default, as an Optional or @Nullable",
                null);
    }

    /** Refuses to write null where it is no value. */
    public void requireNullable() {
        if (isRequired()) {
            throw new Misfit(
                    "Expected a value but was null",
                    "give one, or declare the component as an Optional or @Nullable",
                    null);
        }
    }

    /** Tells whether a stored null is a value of a primitive component. */
    boolean hasDefault() {
        return defaultValue != null;
    }

    /** Tells whether a value has a field: false for null and for an empty {@code Optional}. */
    boolean hasField(@Nullable Object value) {
        if (value == null) {
            requireNullable();
            return false;
        }
        return codec.isStored(value);
    }

    @Override
    public @Nullable BsonValue encode(@Nullable Object value) {
        try {
            if (role == Role.RELATION || role == Role.IGNORED || value == null || !codec.isStored(value)) {
                return null;
            }
            BsonDocument document = new BsonDocument();
            WriterSink sink = new WriterSink(new BsonDocumentWriter(document));
            sink.startDocument();
            sink.name(FIELD);
            codec.write(sink, value);
            sink.endDocument();
            return document.get(FIELD);
        } catch (Misfit misfit) {
            throw located(misfit).encoding();
        }
    }

    @Override
    public @Nullable Object decode(BsonValue value) {
        try {
            return read(ReaderSource.of(value));
        } catch (Misfit misfit) {
            throw located(misfit).decoding(declaration.record());
        }
    }

    /** Names this component as the place, unless an inner one was named. */
    Misfit located(Misfit misfit) {
        return misfit.in(declaration.record(), name()).under(storedName());
    }

    @Override
    public String toString() {
        return declaration.place();
    }
}
