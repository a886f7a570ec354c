package io.mongoodm.internal.mapping;

import io.mongoodm.internal.mapping.ComponentModel.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A sealed interface: the tag in the document chooses the record. Its variants are set late, for they may contain it. */
final class SealedCodec extends ValueCodec implements Components {
    private final Class<?> type;
    private final FieldName tagField;
    private final Map<String, ParsedRecord<?>> records = new LinkedHashMap<>();
    private final Map<String, ValueCodec> byTag = new HashMap<>();
    private final Map<Class<?>, ValueCodec> byClass = new HashMap<>();
    private final Shape.Embedded shape;

    SealedCodec(Class<?> type, FieldName tagField) {
        this.type = type;
        this.tagField = tagField;
        this.shape = new Shape.Embedded(type, tagField.text(), this, this);
    }

    Class<?> type() {
        return type;
    }

    @Override
    public List<Shape> otherFields() {
        return records.values().stream()
                .flatMap(record -> record.otherFields().stream())
                .toList();
    }

    @Override
    public Set<String> tags() {
        return Collections.unmodifiableSet(records.keySet());
    }

    /** Reports components that are stored where the tag is. */
    void checkTagField(Problems problems) {
        for (Component taken : storedComponentsNamed(tagField.text())) {
            problems.add(taken.capitalPlace() + " has the stored name " + tagField + ", where sealed interface "
                    + type.getSimpleName() + " keeps its tags: give it another with @BsonProperty");
        }
    }

    /** Reports components that lie where another variant has a stamp or a version, which updates of the root write. */
    void checkStamps(Problems problems) {
        for (List<Component> sharing : byStoredName().values()) {
            sharing.stream()
                    .filter(component -> component.role().isStamp())
                    .findFirst()
                    .ifPresent(stamp -> {
                        checkStamp(stamp, sharing, problems);
                        checkUnknown(stamp, problems);
                    });
        }
    }

    /** A variant without the stamp finds it among the fields that it does not know, and keeps those as one type. */
    private void checkUnknown(Component stamp, Problems problems) {
        if (stamp.role() == Role.CREATED_AT) {
            return; // only an upsert sets it, which fixes the variant
        }
        BsonValue value = stamp.role() == Role.VERSION ? new BsonInt64(1) : new BsonDateTime(0);
        BsonDocument written = new BsonDocument(stamp.storedName(), value);
        for (ParsedRecord<?> record : records.values()) {
            Component extra = record.fields().extra();
            if (extra != null
                    && !record.storedComponents().containsKey(stamp.storedName())
                    && extra.shape().fault(written) != null) {
                problems.add(extra.capitalPlace() + " cannot hold the stored field " + stamp.storedName()
                        + ", which updates through sealed interface " + type.getSimpleName() + " write, since it is "
                        + stamp.role() + " in " + stamp.holder().getSimpleName()
                        + ": let its values be of type Object, or give "
                        + record.type().getSimpleName()
                        + " such a component too");
            }
        }
    }

    private void checkStamp(Component stamp, List<Component> sharing, Problems problems) {
        for (Component component : sharing) {
            if (component.role() != stamp.role()) {
                problems.add(component.capitalPlace() + " has the stored name " + stamp.storedName()
                        + ", which updates through sealed interface " + type.getSimpleName() + " write, since it is "
                        + stamp.role() + " in " + stamp.holder().getSimpleName()
                        + ": annotate it likewise, or give it another name with @BsonProperty");
            }
        }
    }

    private List<Component> storedComponentsNamed(String name) {
        return records.values().stream()
                .flatMap(record -> record.parsed().stream())
                .filter(component -> component.isStored()
                        && (component.storedName().equals(name)
                                || component.aliases().contains(name)))
                .toList();
    }

    void add(String tag, ParsedRecord<?> variant) {
        ValueCodec codec = variant.codec(new Tag(tagField, tag));
        records.put(tag, variant);
        byTag.put(tag, codec);
        byClass.put(variant.type(), codec);
    }

    /** Returns the variants by tag, in the order of declaration. */
    Map<String, ParsedRecord<?>> records() {
        return records;
    }

    /** Returns the record of this class, or null. */
    @Nullable
    ParsedRecord<?> variant(Class<?> variant) {
        return records.values().stream()
                .filter(record -> record.type() == variant)
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable Component named(String name) {
        return records.values().stream()
                .flatMap(record -> record.parsed().stream())
                .filter(component -> component.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Map<String, List<ComponentModel>> storedComponents() {
        Map<String, List<ComponentModel>> result = new LinkedHashMap<>();
        byStoredName().forEach((name, components) -> result.put(name, List.copyOf(components)));
        return result;
    }

    private Map<String, List<Component>> byStoredName() {
        Map<String, List<Component>> result = new LinkedHashMap<>();
        for (ParsedRecord<?> record : records.values()) {
            for (Component component : record.parsed()) {
                if (component.isStored()) {
                    result.computeIfAbsent(component.storedName(), name -> new ArrayList<>())
                            .add(component);
                }
            }
        }
        return result;
    }

    @Override
    Shape.Embedded shape() {
        return shape;
    }

    @Override
    Object read(Source source) {
        if (source.type() != BsonType.DOCUMENT) {
            throw Misfit.type("document", source.type());
        }
        String tag = source.peek(tagField);
        ValueCodec variant = tag == null ? null : byTag.get(tag);
        if (variant == null) {
            String met = tag == null ? "there is no such string" : "was another tag";
            throw new Misfit("Expected one of " + String.join(", ", records.keySet()) + " but " + met)
                    .in(type, null)
                    .under(tagField.text());
        }
        return variant.read(source);
    }

    @Override
    void write(Sink sink, Object value) {
        ValueCodec variant = byClass.get(value.getClass());
        if (variant == null) {
            throw Misfit.javaType(type, value);
        }
        variant.write(sink, value);
    }
}
