package io.mongoodm.query;

import org.bson.BsonDocument;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;

/**
 * A filter, update or sort of a typed field, rendered when it is used. A class and not a lambda so that its text names the
 * operator and the path, and never the operand.
 */
final class Expression implements Bson {
    private final String operator;
    private final FieldPath<?, ?> field;
    private final Rendering rendering;

    Expression(String operator, FieldPath<?, ?> field, Rendering rendering) {
        this.operator = operator;
        this.field = field;
        this.rendering = rendering;
    }

    @Override
    public <D> BsonDocument toBsonDocument(Class<D> documentClass, CodecRegistry registry) {
        StoredField stored = field.stored(documentClass, registry);
        return rendering.render(stored, documentClass, registry).toBsonDocument(documentClass, registry);
    }

    @Override
    public String toString() {
        return operator + "(" + field + ")";
    }

    /** Makes the document once the stored form of the field is known. */
    @FunctionalInterface
    interface Rendering {
        Bson render(StoredField stored, Class<?> documentClass, CodecRegistry registry);
    }
}
