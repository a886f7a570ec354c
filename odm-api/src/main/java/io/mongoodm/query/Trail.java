package io.mongoodm.query;

import io.mongoodm.InvalidFilterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.codecs.Codec;
import org.bson.codecs.configuration.CodecConfigurationException;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The steps from a model to a place in it: what a typed field is made of. */
record Trail(List<Step> steps) {
    Trail {
        steps = List.copyOf(steps);
    }

    static Trail of(Accessor<?, ?> accessor) {
        return new Trail(List.of(Accessors.componentOf(accessor)));
    }

    Trail then(Accessor<?, ?> accessor) {
        return plus(Accessors.componentOf(accessor));
    }

    Trail plus(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new Trail(longer);
    }

    /** Tells whether it ends at an element or an entry, which has no component of its own. */
    boolean endsInside() {
        return steps.getLast() instanceof Step.Inside;
    }

    String path() {
        StringBuilder path = new StringBuilder();
        for (Step step : steps) {
            append(path, step instanceof Step.Component component ? AnnotatedNames.of(component) : step.toString());
        }
        return path.toString();
    }

    /** Returns the whole stored path with the codecs of what lies at its end. */
    StoredField stored(Class<?> documentClass, CodecRegistry registry) {
        StringBuilder path = new StringBuilder();
        StoredField last = null;
        for (Step step : steps) {
            last = switch (step) {
                case Step.Component component ->
                    fields(component, last, documentClass, registry).storedField(component.name());
                case Step.Inside inside -> inside(inside, last);
            };
            append(path, last.name());
        }
        StoredField end = Objects.requireNonNull(last, "steps");
        return new StoredField(path.toString(), end.codec(), end.elementCodec(), end.nullable());
    }

    private static StoredField inside(Step.Inside step, @Nullable StoredField parent) {
        Codec<?> codec = Objects.requireNonNull(parent, "parent").elementCodec();
        return new StoredField(step.text(), codec, codec, true);
    }

    private static void append(StringBuilder path, String name) {
        if (!path.isEmpty() && !name.isEmpty()) {
            path.append('.');
        }
        path.append(name);
    }

    private static StoredFields fields(
            Step.Component component, @Nullable StoredField parent, Class<?> documentClass, CodecRegistry registry) {
        if (parent == null) {
            return fieldsOfDocument(component.owner(), documentClass, registry);
        }
        // the parent's codec knows the type arguments of a generic record, which the registry does not
        return parent.codec() instanceof StoredFields fields
                ? fields.of(component.owner())
                : fieldsOf(component.owner(), registry);
    }

    private static StoredFields fieldsOfDocument(Class<?> owner, Class<?> documentClass, CodecRegistry registry) {
        if (documentClass.isAssignableFrom(owner) || isUntyped(documentClass)) {
            return fieldsOf(owner, registry);
        }
        StoredFields fields = fieldsOf(documentClass, registry);
        return owner.isAssignableFrom(documentClass)
                ? fields
                : fields.elsewhere(owner).orElseThrow(() -> foreign(owner, documentClass));
    }

    private static boolean isUntyped(Class<?> documentClass) {
        return Bson.class.isAssignableFrom(documentClass) || Map.class.isAssignableFrom(documentClass);
    }

    private static StoredFields fieldsOf(Class<?> type, CodecRegistry registry) {
        try {
            if (registry.get(type) instanceof StoredFields fields) {
                return fields;
            }
        } catch (CodecConfigurationException e) {
            throw new InvalidFilterException("The registry has no codec for " + type.getSimpleName()
                    + ", so a typed field of it cannot be rendered: register the class as a model");
        }
        throw new InvalidFilterException("The codec of " + type.getSimpleName()
                + " does not tell how components are stored, so a typed field of it cannot be rendered: name the field"
                + " in the driver's Filters and Updates instead");
    }

    static InvalidFilterException foreign(Class<?> owner, Class<?> documentClass) {
        return new InvalidFilterException("A field of " + owner.getSimpleName() + " does not belong to "
                + documentClass.getSimpleName() + ": use a field of " + documentClass.getSimpleName()
                + ", or put it into elemMatch");
    }

    /** Returns the class of the first component and the names in Java, for messages. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(((Step.Component) steps.getFirst()).owner().getSimpleName());
        steps.forEach(step -> append(text, step.toString()));
        return text.toString();
    }
}
