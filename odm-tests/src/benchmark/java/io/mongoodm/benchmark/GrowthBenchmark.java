package io.mongoodm.benchmark;

import io.mongoodm.DecodingException;
import io.mongoodm.internal.mapping.Registries;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;
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

/** Larger and deeper documents, and such as are made to cost as much as they can: the time for a node must not grow. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "-Xss4m"})
public class GrowthBenchmark {
    /** How a document is spoiled. */
    public enum Form {
        /** As it should be. */
        REGULAR,
        /** Every node has its fields in the opposite order. */
        REVERSED,
        /** The innermost, last node has a value of a wrong type, so that everything in front of it was read in vain. */
        WRONG_AT_THE_END
    }

    public record Node(String name, int number, @Nullable Node inner, List<Node> nodes) {}

    @Param
    public Form form;

    /** Nodes in a row, or one in another. */
    @Param({"wide 10", "wide 100", "wide 1000", "wide 10000", "deep 10", "deep 50", "deep 190"})
    public String shape;

    private final Codec<Node> codec = Registries.generated(Node.class).get(Node.class);
    private byte[] stored;

    @Setup
    public void prepare() {
        int count = Integer.parseInt(shape.substring(5));
        BsonDocument document = shape.startsWith("wide")
                ? node(
                        null,
                        Stream.iterate(count, left -> left > 0, left -> left - 1)
                                .map(left -> node(null, List.of(), left == 1))
                                .toList(),
                        false)
                : Stream.iterate(1, depth -> depth < count, depth -> depth + 1)
                        .reduce(
                                node(null, List.of(), true),
                                (inner, depth) -> node(inner, List.of(), false),
                                (a, b) -> a);
        BasicOutputBuffer output = new BasicOutputBuffer();
        new BsonDocumentCodec()
                .encode(
                        new BsonBinaryWriter(output),
                        document,
                        EncoderContext.builder().build());
        stored = output.toByteArray();
        if (decode() instanceof DecodingException != (form == Form.WRONG_AT_THE_END)) {
            throw new IllegalStateException(form + " gives " + decode());
        }
    }

    private BsonDocument node(@Nullable BsonDocument inner, List<BsonDocument> nodes, boolean last) {
        BsonValue number = last && form == Form.WRONG_AT_THE_END ? BsonBoolean.TRUE : new BsonInt32(nodes.size());
        BsonDocument node = new BsonDocument();
        if (form == Form.REVERSED) {
            node.append("nodes", new BsonArray(nodes));
        }
        if (form == Form.REVERSED && inner != null) {
            node.append("inner", inner);
        }
        if (form == Form.REVERSED) {
            return node.append("number", number).append("name", new BsonString("a node"));
        }
        node.append("name", new BsonString("a node")).append("number", number);
        if (inner != null) {
            node.append("inner", inner);
        }
        return node.append("nodes", new BsonArray(nodes));
    }

    @Benchmark
    public Object decode() {
        try {
            return codec.decode(
                    new BsonBinaryReader(ByteBuffer.wrap(stored)),
                    DecoderContext.builder().build());
        } catch (DecodingException e) {
            return e;
        }
    }
}
