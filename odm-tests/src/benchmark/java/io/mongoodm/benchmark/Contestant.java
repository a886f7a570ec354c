package io.mongoodm.benchmark;

import io.mongoodm.internal.mapping.Registries;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.RawBsonDocumentCodec;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.io.BasicOutputBuffer;

/** Who is measured. Each turns the bytes of a document into its kind of value, and back. */
@SuppressWarnings("ImmutableEnumChecker") // The suppliers keep nothing.
public enum Contestant {
    /** This library, as users have it. */
    GENERATED(() -> new ByRegistry(Registries.generated())),
    /** This library where no classes can be defined. */
    REFLECTIVE(() -> new ByRegistry(Registries.reflective())),
    /** The driver's codec for records. */
    RECORD_CODEC(() -> new ByRegistry(Registries.drivers())),
    /** A codec for each model, written by hand against the driver's interface. */
    CODEC_BY_HAND(() -> new ByCodec(Sample::codecByHand)),
    /** A decoder for each model, written by hand against the bytes. */
    BYTES_BY_HAND(OnBytes::new),
    /** The driver's {@code Document}. */
    DOCUMENT(() -> new ByCodec(sample -> new DocumentCodec())),
    /** The driver's undecoded document. */
    RAW(() -> new ByCodec(sample -> new RawBsonDocumentCodec())),
    /** Nothing but the driver's reader around the bytes, which each contestant but the one on the bytes is given. */
    FLOOR(() -> new ByCodec(sample -> new PassingCodec()) {
        @Override
        boolean encodes() {
            return false;
        }
    }),
    SPRING(SpringData::new),
    MORPHIA(MorphiaData::new);

    private final Supplier<Way> start;

    Contestant(Supplier<Way> start) {
        this.start = start;
    }

    /** Returns this contestant's way, which has agreed with so many of the samples on all values. */
    Way start(int models) {
        Way way = start.get();
        for (Sample sample : List.of(Sample.values()).subList(0, models)) {
            for (int i = 0; i < Sample.DOCUMENTS; i++) {
                way.check(sample, sample.make(i), sample.stored(i));
            }
        }
        return way;
    }

    /** How documents are decoded and encoded. */
    abstract static class Way {
        static final DecoderContext DECODING = DecoderContext.builder().build();
        static final EncoderContext ENCODING = EncoderContext.builder().build();

        abstract Object decode(Sample sample, byte[] stored);

        /** Writes a value of the kind that {@link #decode} returns. */
        abstract void encode(Sample sample, Object value, BasicOutputBuffer output);

        /** Returns the record that a decoded value stands for, or null where it is no object of a model's class. */
        Object record(Object decoded) {
            return decoded instanceof Record ? decoded : null;
        }

        /** Tells whether values are written too. */
        boolean encodes() {
            return true;
        }

        private void check(Sample sample, Object expected, byte[] stored) {
            Object decoded = decode(sample, stored);
            Object record = record(decoded);
            if (record != null && !record.equals(expected)) {
                throw new IllegalStateException(getClass() + " reads " + record + " instead of " + expected);
            }
            if (encodes()) {
                BasicOutputBuffer output = new BasicOutputBuffer();
                encode(sample, decoded, output);
                BsonDocument written = new RawBsonDocument(output.toByteArray());
                if (!written.equals(new RawBsonDocument(stored))) {
                    throw new IllegalStateException(getClass() + " writes " + written + " for " + expected);
                }
            }
        }
    }

    /** A codec of the driver's interface for each model. */
    static class ByCodec extends Way {
        private final Codec<Object>[] codecs;

        @SuppressWarnings({"unchecked", "rawtypes"})
        ByCodec(Function<Sample, Codec<?>> codec) {
            codecs = new Codec[Sample.values().length];
            for (Sample sample : Sample.values()) {
                codecs[sample.ordinal()] = (Codec<Object>) codec.apply(sample);
            }
        }

        @Override
        final Object decode(Sample sample, byte[] stored) {
            return codecs[sample.ordinal()].decode(new BsonBinaryReader(ByteBuffer.wrap(stored)), DECODING);
        }

        @Override
        final void encode(Sample sample, Object value, BasicOutputBuffer output) {
            codecs[sample.ordinal()].encode(new BsonBinaryWriter(output), value, ENCODING);
        }
    }

    /** What a registry has for the models' records. */
    static final class ByRegistry extends ByCodec {
        ByRegistry(CodecRegistry registry) {
            super(sample -> registry.get(sample.type()));
        }
    }
}
