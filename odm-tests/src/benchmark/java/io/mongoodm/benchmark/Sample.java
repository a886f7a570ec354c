package io.mongoodm.benchmark;

import io.mongoodm.internal.mapping.Registries;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.bson.BsonBinaryWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** The models in the order in which they join a measurement, each with its documents. */
@SuppressWarnings("ImmutableEnumChecker") // The functions keep nothing.
enum Sample {
    USER(User.class, User::sample, CodecsByHand.UserCodec::new),
    PRODUCT(Others.Product.class, Others.Product::sample, CodecsByHand.ProductCodec::new),
    EVENT(Others.Event.class, Others.Event::sample, CodecsByHand.EventCodec::new),
    READING(Others.Reading.class, Others.Reading::sample, CodecsByHand.ReadingCodec::new);

    /** How many documents of each model take turns. */
    static final int DOCUMENTS = 64;

    private static final Sample[] ALL = values();

    private final Class<?> type;
    private final IntFunction<Object> make;
    private final Supplier<Codec<?>> byHand;

    Sample(Class<?> type, IntFunction<Object> make, Supplier<Codec<?>> byHand) {
        this.type = type;
        this.make = make;
        this.byHand = byHand;
    }

    /** Returns the documents of so many models, a power of two, in the order in which they take turns. */
    static byte[][] turns(int models) {
        byte[][] stored = new byte[models * DOCUMENTS][];
        for (int turn = 0; turn < stored.length; turn++) {
            stored[turn] = ofTurn(turn, models).stored(turn / models);
        }
        return stored;
    }

    /** Returns the model whose turn it is. */
    static Sample ofTurn(int turn, int models) {
        return ALL[turn & models - 1];
    }

    Class<?> type() {
        return type;
    }

    Object make(int seed) {
        return make.apply(seed);
    }

    Codec<?> codecByHand() {
        return byHand.get();
    }

    /** Returns the document of that value as the driver's own record codec writes it. */
    @SuppressWarnings("unchecked")
    byte[] stored(int seed) {
        BasicOutputBuffer output = new BasicOutputBuffer();
        Codec<Object> codec = (Codec<Object>) Registries.drivers().get(type);
        codec.encode(
                new BsonBinaryWriter(output),
                make(seed),
                EncoderContext.builder().build());
        return output.toByteArray();
    }
}
