package io.mongoodm.internal.mapping;

import io.mongoodm.query.StoredField;
import io.mongoodm.query.StoredFields;

/**
 * The codec of a component that holds a record or a sealed interface. It knows the components of what it holds, with the
 * type arguments of this place, which the registry's codec for the class alone does not.
 */
final class EmbeddedCodec extends ComponentCodec implements StoredFields {
    private final Class<?> type;
    private final ModelCodec<?> fields;

    EmbeddedCodec(Component component, ValueCodec values, Class<?> type, Components components) {
        super(component, values);
        this.type = type;
        this.fields = new ModelCodec<>(type, values, components);
    }

    @Override
    public StoredFields of(Class<?> owner) {
        ParsedRecord<?> variant = values instanceof SealedCodec sealed ? sealed.variant(owner) : null;
        return variant == null ? this : new EmbeddedCodec(component, values, owner, variant);
    }

    @Override
    public StoredField storedField(String name) {
        return fields.storedField(name);
    }

    @Override
    @SuppressWarnings("unchecked") // the driver asks only for the class
    public Class<Object> getEncoderClass() {
        return (Class<Object>) type;
    }
}
