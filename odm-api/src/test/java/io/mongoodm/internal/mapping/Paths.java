package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import java.io.StringWriter;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.io.BasicOutputBuffer;
import org.bson.json.JsonMode;
import org.bson.json.JsonReader;
import org.bson.json.JsonWriter;
import org.bson.json.JsonWriterSettings;

/**
 * Every way to read and write a record, side by side: by generated code and by handles from and to bytes, and through
 * the driver's readers and writers. Whatever one does, the others have to do too.
 */
final class Paths<T> {
    private static final JsonWriterSettings EXTENDED =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final ModelCodec<T> generated;
    private final ModelCodec<T> handles;

    private Paths(Codec<T> generated, Codec<T> handles) {
        this.generated = (ModelCodec<T>) generated;
        this.handles = (ModelCodec<T>) handles;
    }

    /** The same models with generated code and without. */
    record Both(Mapping generated, Mapping handles) {}

    static Both parse(Class<?>... models) {
        return parse(MongoClientSettings.getDefaultCodecRegistry(), models);
    }

    static Both parse(CodecRegistry registry, Class<?>... models) {
        return new Both(mapping(registry, List.of(models), true), mapping(registry, List.of(models), false));
    }

    private static Mapping mapping(CodecRegistry registry, List<Class<?>> models, boolean generating) {
        Problems problems = new Problems();
        Mapping mapping = Models.parse(models, registry, new Access(null, generating ? 0 : Access.NEVER), problems);
        problems.throwIfAny();
        return mapping;
    }

    static <T> Paths<T> of(Both mappings, Class<T> type, Type... arguments) {
        return new Paths<>(
                mappings.generated().registry().get(type, List.of(arguments)),
                mappings.handles().registry().get(type, List.of(arguments)));
    }

    /** Reads on each path, asserts that all agree, and returns the value or throws what they threw. */
    T read(byte[] bytes) {
        Outcome<T> expected =
                Outcome.of(() -> handles.decodeAnyhow(new BoundedReader(ByteBuffer.wrap(bytes), 0, true)));
        Outcome<T> byCode = Outcome.of(() -> decode(generated, new BsonBinaryReader(ByteBuffer.wrap(bytes))));
        Outcome<T> byHandles = Outcome.of(() -> decode(handles, new BsonBinaryReader(ByteBuffer.wrap(bytes))));
        if (isBson(bytes)) {
            byCode.assertSame(expected, "generated code");
            byHandles.assertSame(expected, "handles on bytes");
        } else {
            byCode.assertSameKind(expected, "generated code");
            byHandles.assertSameKind(expected, "handles on bytes");
        }
        return byCode.get();
    }

    private static boolean isBson(byte[] bytes) {
        try {
            return Outcome.of(() -> document(bytes)).failure() == null;
        } catch (StackOverflowError e) {
            return false;
        }
    }

    /** Asserts that a document is written as JSON too. */
    void writeJson(T value) {
        StringWriter text = new StringWriter();
        encode(generated, new JsonWriter(text, EXTENDED), value);
        assertThat(text).hasToString(write(value).toJson(EXTENDED));
    }

    /** The driver's JSON does not bring every value back, and its reader cannot skip code with a scope. */
    private static boolean isJson(BsonDocument document) {
        return !document.toJson(EXTENDED).contains("$scope")
                && Outcome.of(() -> BsonDocument.parse(document.toJson(EXTENDED)))
                        .equals(new Outcome<>(document, null));
    }

    /** The same for a document, which the driver's reader of documents has to read likewise. */
    T read(BsonDocument document) {
        Outcome<T> expected = Outcome.of(() -> read(bytes(document)));
        Outcome.of(() -> decode(generated, new BsonDocumentReader(document))).assertSame(expected, "document reader");
        if (isJson(document)) {
            Outcome.of(() -> decode(generated, new JsonReader(document.toJson(EXTENDED))))
                    .assertSame(expected, "JSON reader");
        }
        return expected.get();
    }

    /** Writes on each path, asserts that all agree, and returns the document or throws what they threw. */
    BsonDocument write(T value) {
        Outcome<BsonDocument> expected = Outcome.of(() -> {
            BsonDocument document = new BsonDocument();
            encode(handles, new BsonDocumentWriter(document), value);
            return document;
        });
        Outcome.of(() -> written(generated, value)).assertSame(expected, "generated code");
        Outcome.of(() -> written(handles, value)).assertSame(expected, "handles to bytes");
        return expected.get();
    }

    private static <T> BsonDocument written(Codec<T> codec, T value) {
        BasicOutputBuffer output = new BasicOutputBuffer();
        encode(codec, new BsonBinaryWriter(output), value);
        return new BsonDocumentCodec()
                .decode(
                        new BsonBinaryReader(ByteBuffer.wrap(output.toByteArray())),
                        DecoderContext.builder().build());
    }

    /** Returns the bytes that a value is written as, by generated code and by handles alike. */
    byte[] bytesOf(T value) {
        BasicOutputBuffer byCode = new BasicOutputBuffer();
        encode(generated, new BsonBinaryWriter(byCode), value);
        BasicOutputBuffer byHandles = new BasicOutputBuffer();
        encode(handles, new BsonBinaryWriter(byHandles), value);
        assertThat(byCode.toByteArray()).isEqualTo(byHandles.toByteArray());
        return byCode.toByteArray();
    }

    static byte[] bytes(BsonDocument document) {
        BasicOutputBuffer output = new BasicOutputBuffer();
        encode(new BsonDocumentCodec(), new BsonBinaryWriter(output), document);
        return output.toByteArray();
    }

    static BsonDocument document(byte[] bytes) {
        return decode(new BsonDocumentCodec(), new BsonBinaryReader(ByteBuffer.wrap(bytes)));
    }

    private static <T> T decode(Codec<T> codec, BsonReader reader) {
        return codec.decode(reader, DecoderContext.builder().build());
    }

    private static <T> void encode(Codec<T> codec, BsonWriter writer, T value) {
        codec.encode(writer, value, EncoderContext.builder().build());
    }
}
