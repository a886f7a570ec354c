package io.mongoodm.internal.mapping;

import io.mongoodm.Ref;
import java.util.function.Supplier;
import org.bson.types.ObjectId;

/** A reference, stored as the id of the document it refers to, in that id's own form. */
final class RefCodec extends ValueCodec {
    private final Supplier<ValueCodec> id;

    /** Creates the codec; the id's codec is looked up late, because models may refer to each other. */
    RefCodec(Supplier<ValueCodec> id) {
        this.id = id;
    }

    @Override
    Shape shape() {
        return id.get().shape();
    }

    @Override
    Object read(Source source) {
        return new Ref.Unloaded<>(id.get().read(source));
    }

    @Override
    void write(Sink sink, Object value) {
        if (!(value instanceof Ref<?> ref)) {
            throw Misfit.javaType(Ref.class, value);
        }
        ValueCodec codec = id.get();
        if (ref.id() instanceof String && codec.equals(Scalars.require(ObjectId.class))) {
            throw new Misfit(
                    "Expected ObjectId but was String", "refer to an ObjectId, such as new ObjectId(text)", null);
        }
        codec.write(sink, ref.id());
    }
}
