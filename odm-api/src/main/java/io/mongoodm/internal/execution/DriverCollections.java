package io.mongoodm.internal.execution;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.mongoodm.internal.mapping.ModelType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.bson.RawBsonDocument;
import org.bson.codecs.Codec;
import org.bson.codecs.Decoder;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The driver's collections of one handle, by what is read and written through them. Made once each: a registry finds its
 * codecs anew whenever it is made.
 */
final class DriverCollections {
    private static final CodecRegistry ENCODED = with(new EncodedDocumentCodec());

    private final Function<@Nullable String, MongoDatabase> databases;
    private final Map<Class<?>, MongoCollection<RawBsonDocument>> encoded = new ConcurrentHashMap<>();
    private final Map<Decoding, MongoCollection<Object>> decoding = new ConcurrentHashMap<>();

    /** A collection's model and who reads its results; codecs are made once, so that they are the same or not. */
    private record Decoding(Class<?> model, Decoder<?> decoder) {}

    /** Creates the collections in the databases of a handle; null is the handle's own. */
    DriverCollections(Function<@Nullable String, MongoDatabase> databases) {
        this.databases = databases;
    }

    /** Returns the collection of a model for documents that are encoded already. */
    MongoCollection<RawBsonDocument> encoded(ModelType<?> model) {
        MongoCollection<RawBsonDocument> known = encoded.get(model.type());
        return known != null
                ? known
                : encoded.computeIfAbsent(model.type(), type -> of(model, RawBsonDocument.class, ENCODED));
    }

    /** Returns the collection of a model whose results come from this decoder, failures as values. */
    MongoCollection<Object> decoding(ModelType<?> model, Decoder<?> decoder) {
        Decoding key = new Decoding(model.type(), decoder);
        MongoCollection<Object> known = decoding.get(key);
        return known != null
                ? known
                : decoding.computeIfAbsent(
                        key, missing -> of(model, Object.class, with(new Undecodable.AsValue(decoder))));
    }

    /** Returns the collection of a model with these codecs. */
    <D> MongoCollection<D> of(ModelType<?> model, Class<D> documents, CodecRegistry codecs) {
        return databases
                .apply(model.database())
                .getCollection(model.collection(), documents)
                .withCodecRegistry(codecs);
    }

    private static CodecRegistry with(Codec<?> codec) {
        return CodecRegistries.fromRegistries(
                CodecRegistries.fromCodecs(codec), MongoClientSettings.getDefaultCodecRegistry());
    }
}
