package io.mongoodm.benchmark;

import com.mongodb.MongoClientSettings;
import io.mongoodm.internal.mapping.Contestants;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.RawBsonDocumentCodec;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.io.BasicOutputBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One document, decoded and encoded by each contestant. Before anything is timed all have to agree on the values. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx1g")
public class CodecBenchmark {
    private static final int DOCUMENTS = 64;
    private static final DecoderContext DECODING = DecoderContext.builder().build();
    private static final EncoderContext ENCODING = EncoderContext.builder().build();

    @Param({"generated", "handles", "recordCodec", "byHand", "onBytes", "document", "raw"})
    String contestant;

    @Param({"1", "4"})
    int models;

    private Object[][] values;
    private byte[][][] bytes;
    private Codec<Object>[] codecs;
    private final BasicOutputBuffer output = new BasicOutputBuffer(4096);
    private int next;

    @Setup
    @SuppressWarnings("unchecked")
    public void prepare() {
        values = new Object[models][DOCUMENTS];
        bytes = new byte[models][DOCUMENTS][];
        codecs = new Codec[models];
        CodecRegistry registry = Contestants.registry(contestant);
        for (int model = 0; model < models; model++) {
            Class<?> type = Sample.values()[model].type();
            codecs[model] = codec(registry, type);
            for (int i = 0; i < DOCUMENTS; i++) {
                Object value = Sample.values()[model].make(i);
                bytes[model][i] = written(
                        (Codec<Object>)
                                MongoClientSettings.getDefaultCodecRegistry().get(type),
                        value);
                values[model][i] = decoded(model, i);
                check(value, values[model][i]);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Codec<Object> codec(CodecRegistry registry, Class<?> type) {
        return (Codec<Object>) (Codec<?>)
                switch (contestant) {
                    case "document" -> new DocumentCodec();
                    case "raw" -> new RawBsonDocumentCodec();
                    case "byHand" -> type == User.class ? new UserByHand() : registry.get(type);
                    default -> registry.get(type);
                };
    }

    private void check(Object expected, Object actual) {
        if (!contestant.equals("document") && !contestant.equals("raw") && !expected.equals(actual)) {
            throw new IllegalStateException(contestant + " reads " + actual + " instead of " + expected);
        }
    }

    private static byte[] written(Codec<Object> codec, Object value) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        codec.encode(new BsonBinaryWriter(buffer), value, ENCODING);
        return buffer.toByteArray();
    }

    private Object decoded(int model, int i) {
        if (contestant.equals("onBytes") && model == 0) {
            return new UserOnBytes(bytes[model][i]).read();
        }
        return codecs[model].decode(new BsonBinaryReader(ByteBuffer.wrap(bytes[model][i])), DECODING);
    }

    @Benchmark
    public Object decode() {
        int turn = next++;
        return decoded(turn % models, turn / models % DOCUMENTS);
    }

    @Benchmark
    public int encode() {
        int turn = next++;
        int model = turn % models;
        output.truncateToPosition(0);
        codecs[model].encode(new BsonBinaryWriter(output), values[model][turn / models % DOCUMENTS], ENCODING);
        return output.getPosition();
    }
}
