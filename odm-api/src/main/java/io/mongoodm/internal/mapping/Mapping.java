package io.mongoodm.internal.mapping;

import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.List;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/** The one door to the mapping of a handle: its models, parsed once, and the registry with their codecs. */
public interface Mapping {
    /**
     * Parses the models.
     *
     * @param models registered records and sealed interfaces, in order
     * @param registry the user's codecs, which win for their types
     * @param lookup reaches records that are not open to this library; null when none was given
     * @param problems gets every fault of every model; the mapping is usable only when there is none
     */
    static Mapping of(
            List<Class<?>> models, CodecRegistry registry, MethodHandles.@Nullable Lookup lookup, Problems problems) {
        return Models.parse(models, registry, new Access(lookup, Access.DOCUMENTS_BEFORE_CODE), problems);
    }

    /**
     * Returns a collection as it is read for a component of this type, with these values in their order.
     *
     * @param type a type of collection that a component can have
     */
    static Collection<?> collection(Class<?> type, Collection<?> values) {
        return ElementsCodec.filled(type, values);
    }

    /** Returns the registry: the user's codecs, this library's for records and sealed interfaces, the driver's. */
    CodecRegistry registry();

    /** Returns the registered models, in order. */
    List<ModelType<?>> models();

    /**
     * Returns the model of a registered class, or of a variant or interface under a registered sealed root.
     *
     * @throws IllegalArgumentException when it is neither: the message names the class and the remedy
     */
    <T> ModelType<T> model(Class<T> type);

    /** Tells whether {@link #model} has a model for the class. */
    boolean hasModel(Class<?> type);

    /**
     * Returns the model of any record: the row of a projection or of an aggregation. Parsed at the first use.
     *
     * @throws io.mongoodm.InvalidModelException when the record cannot be read
     * @throws IllegalArgumentException when the class is no record
     */
    <R> RecordModel<R> row(Class<R> type);
}
