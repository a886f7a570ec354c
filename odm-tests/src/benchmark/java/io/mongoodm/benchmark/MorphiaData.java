package io.mongoodm.benchmark;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.morphia.Datastore;
import dev.morphia.Morphia;
import dev.morphia.config.MorphiaConfig;
import java.nio.ByteBuffer;
import java.util.List;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.io.BasicOutputBuffer;

/** Morphia's codecs, over the same models as classes, because it does not know records. */
final class MorphiaData extends Contestant.Way {
    /** In the order of {@link Sample}. */
    private static final List<Class<?>> TYPES = List.of(
            MorphiaModels.User.class,
            MorphiaModels.Product.class,
            MorphiaModels.Event.class,
            MorphiaModels.Reading.class);

    private final Codec<Object>[] codecs;

    @SuppressWarnings({"unchecked", "rawtypes"})
    MorphiaData() {
        // The client is only asked for its settings.
        try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:1/benchmark")) {
            CodecRegistry registry = datastore(client).getCodecRegistry();
            codecs = TYPES.stream().map(registry::get).toArray(Codec[]::new);
        }
    }

    static Datastore datastore(MongoClient client) {
        return Morphia.createDatastore(
                client, MorphiaConfig.load().database("benchmark").packages(List.of("io.mongoodm.benchmark.*")));
    }

    @Override
    Object decode(Sample sample, byte[] stored) {
        return codecs[sample.ordinal()].decode(new BsonBinaryReader(ByteBuffer.wrap(stored)), DECODING);
    }

    @Override
    void encode(Sample sample, Object value, BasicOutputBuffer output) {
        codecs[sample.ordinal()].encode(new BsonBinaryWriter(output), value, ENCODING);
    }

    @Override
    Object record(Object decoded) {
        return ((MorphiaModels.Model) decoded).record();
    }
}
