package io.mongoodm.benchmark;

import io.mongoodm.internal.mapping.Registries;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DocumentCodec;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.data.mongodb.core.convert.MappingMongoConverter;

/** From a JVM that has just started to the first document of each of fifty models. Each fork measures it once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 5, jvmArgsAppend = "-Xmx1g")
public class StartBenchmark {
    @Param({"GENERATED", "REFLECTIVE", "RECORD_CODEC", "SPRING"})
    public Contestant contestant;

    private final List<Class<?>> models = FiftyModels.all();
    private List<byte[]> stored;
    private List<Object> read;

    /** Loads nothing of the contestants. */
    @Setup
    public void prepare() {
        stored = models.stream().map(StartBenchmark::stored).toList();
    }

    private static byte[] stored(Class<?> model) {
        BasicOutputBuffer output = new BasicOutputBuffer();
        new BsonDocumentCodec().encode(new BsonBinaryWriter(output), document(model), Contestant.Way.ENCODING);
        return output.toByteArray();
    }

    private static BsonDocument document(Class<?> type) {
        BsonDocument document = new BsonDocument();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            document.append(name.equals("id") ? "_id" : name, value(component.getType()));
        }
        return document;
    }

    private static BsonValue value(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "int" -> new BsonInt32(7);
            case "long" -> new BsonInt64(7);
            case "double" -> new BsonDouble(0.7);
            case "boolean" -> BsonBoolean.TRUE;
            case "String" -> new BsonString("a text");
            case "Instant" -> new BsonDateTime(1_700_000_000_000L);
            case "List" -> new BsonArray(List.of(new BsonString("one"), new BsonString("two")));
            default -> document(type);
        };
    }

    @Benchmark
    public Object start() {
        read = switch (contestant) {
            case GENERATED -> all(Registries.generated(models.toArray(Class<?>[]::new)));
            case REFLECTIVE -> all(Registries.reflective());
            case SPRING -> all(SpringData.converter());
            default -> all(Registries.drivers());
        };
        return read;
    }

    private List<Object> all(CodecRegistry registry) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            values.add(registry.get(models.get(i))
                    .decode(new BsonBinaryReader(ByteBuffer.wrap(stored.get(i))), Contestant.Way.DECODING));
        }
        return values;
    }

    private List<Object> all(MappingMongoConverter converter) {
        DocumentCodec documents = new DocumentCodec();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            values.add(converter.read(
                    models.get(i),
                    documents.decode(new BsonBinaryReader(ByteBuffer.wrap(stored.get(i))), Contestant.Way.DECODING)));
        }
        return values;
    }

    /** In a process that measures once, nothing can be compared before. */
    @TearDown
    public void check() {
        List<Object> expected = all(Registries.drivers());
        if (!read.equals(expected)) {
            throw new IllegalStateException(contestant + " reads " + read + " instead of " + expected);
        }
    }
}
