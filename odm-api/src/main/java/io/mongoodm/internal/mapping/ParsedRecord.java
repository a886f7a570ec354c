package io.mongoodm.internal.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWriter;
import org.bson.codecs.Codec;
import org.jspecify.annotations.Nullable;

/**
 * A parsed record. Its components are set once, after it was made known to the models that refer to it, because records
 * may contain themselves.
 */
final class ParsedRecord<T> implements RecordModel<T>, Components {
    private final Class<T> type;
    private final ReachedRecord members;
    private final @Nullable Codec<T> drivers;
    private final ValueCodec values;
    private final ModelCodec<T> codec;
    private final Shape.Embedded shape;
    private @Nullable List<Component> components;
    private @Nullable RecordFields fields;

    /**
     * Creates a record without its components.
     *
     * @param tag the tag under its registered sealed root, or null
     * @param drivers the driver's own codec, when that serves the record
     */
    ParsedRecord(Class<T> type, ReachedRecord members, @Nullable Tag tag, @Nullable Codec<T> drivers) {
        this.type = type;
        this.members = members;
        this.drivers = drivers;
        this.values = codec(tag);
        this.shape = new Shape.Embedded(type, tag == null ? null : tag.field().text(), this, values);
        this.codec = new ModelCodec<>(type, values, this);
    }

    /** Returns a codec that writes this tag. */
    ValueCodec codec(@Nullable Tag tag) {
        return drivers == null ? new RecordCodec(this, tag) : new DriverRecordCodec<>(this, drivers, tag);
    }

    /** Returns the codec of the record where it is declared by itself. */
    ValueCodec values() {
        return values;
    }

    void complete(List<Component> parsed) {
        components = List.copyOf(parsed);
        fields = new RecordFields(components);
    }

    /** Returns the generated code for one more document; null before it is worth its while, and when there is none. */
    @Nullable
    RecordBytes generated() {
        return members.generated(parsed(), fields());
    }

    /**
     * Returns the generated code, or null when there is none.
     *
     * @param around the records that are being generated
     */
    @Nullable
    RecordBytes generated(Set<RecordFields> around) {
        return members.generated(parsed(), fields(), around);
    }

    RecordFields fields() {
        return Objects.requireNonNull(fields, "completed");
    }

    @Override
    public Class<T> type() {
        return type;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public List<ComponentModel> components() {
        return (List) parsed();
    }

    List<Component> parsed() {
        return Objects.requireNonNull(components, "completed");
    }

    @Override
    public @Nullable Component named(String name) {
        return parsed().stream()
                .filter(component -> component.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<Shape> otherFields() {
        Component extra = fields().extra();
        return extra != null && extra.shape() instanceof Shape.Entries entries ? List.of(entries.value()) : List.of();
    }

    @Override
    public Map<String, List<ComponentModel>> storedComponents() {
        Map<String, List<ComponentModel>> result = new LinkedHashMap<>();
        parsed().stream()
                .filter(Component::isStored)
                .forEach(component -> result.put(component.storedName(), List.of(component)));
        return result;
    }

    @Override
    public @Nullable Object value(T document, ComponentModel component) {
        try {
            return parsed().get(component.index()).valueIn(document);
        } catch (Misfit misfit) {
            throw misfit.in(type, component.name()).encoding();
        }
    }

    @Override
    public T with(T document, Map<ComponentModel, ? extends @Nullable Object> changes) {
        if (changes.isEmpty()) {
            return document;
        }
        @Nullable
        Object[] arguments = parsed().stream()
                .map(component -> changes.containsKey(component) ? changes.get(component) : value(document, component))
                .toArray();
        try {
            return type.cast(make(arguments));
        } catch (Misfit misfit) {
            throw misfit.decoding(type);
        }
    }

    /** Calls the canonical constructor. */
    Object make(@Nullable Object[] arguments) {
        try {
            return members.make(arguments);
        } catch (Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new Misfit("Expected values that the record accepts but its constructor refused them", "", failure)
                    .in(type, null);
        }
    }

    @Override
    public Shape.Embedded shape() {
        return shape;
    }

    @Override
    public Codec<T> codec() {
        return codec;
    }

    @Override
    public BsonDocument encode(T document) {
        BsonDocument result = new BsonDocument();
        codec.write(new BsonDocumentWriter(result), document);
        return result;
    }

    @Override
    public String toString() {
        return "record " + type.getSimpleName();
    }
}
