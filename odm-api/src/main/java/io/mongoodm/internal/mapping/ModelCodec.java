package io.mongoodm.internal.mapping;

import io.mongoodm.DecodingException;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.query.StoredField;
import io.mongoodm.query.StoredFields;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.bson.AbstractBsonReader;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocumentWriter;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.bson.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The codec of a record or a sealed interface as the driver sees it. Here a misfit becomes the exception of the caller. */
final class ModelCodec<T> implements Codec<T>, StoredFields {
    private static final int LARGEST_KEPT = 1 << 18;
    private static final Spares<CapturedDocument> DOCUMENTS = new Spares<>(CapturedDocument::new);
    private static final Spares<ByteSink> SINKS = new Spares<>(ByteSink::new);

    private final Class<T> type;
    private final ValueCodec values;
    private final Components components;

    ModelCodec(Class<T> type, ValueCodec values, Components components) {
        this.type = type;
        this.values = values;
        this.components = components;
    }

    @Override
    public T decode(BsonReader reader, DecoderContext context) {
        return reader instanceof BsonBinaryReader binary && isDocument(binary) && !BoundedReader.isLast(binary)
                ? decodeBytes(binary)
                : decodeAnyhow(reader);
    }

    /** Inside another codec the reader may stand at a value of any type. */
    private static boolean isDocument(BsonBinaryReader reader) {
        return reader.getState() != AbstractBsonReader.State.VALUE || reader.getCurrentBsonType() == BsonType.DOCUMENT;
    }

    /** Whatever the fast way stumbles over, the slow way says what it is, so that both always agree. */
    private T decodeBytes(BsonBinaryReader reader) {
        int place = Spares.place();
        CapturedDocument document = DOCUMENTS.take(place);
        try {
            document.take(reader);
        } catch (RuntimeException e) {
            throw invalid(e, null);
        }
        try {
            return type.cast(values.read(document.source()));
        } catch (Exception e) {
            // Whatever it is: constructors in other languages throw checked exceptions undeclared.
            return decodeAnyhow(document.reader(), document::id);
        } finally {
            document.clear();
            DOCUMENTS.giveBack(place, document);
        }
    }

    /** Reads through the driver's reader. */
    T decodeAnyhow(BsonReader reader) {
        return decodeAnyhow(reader, () -> null);
    }

    /** Asks for the id, to name the document, only where it does not fit. */
    private T decodeAnyhow(BsonReader reader, Supplier<@Nullable BsonValue> id) {
        try {
            return type.cast(values.read(new ReaderSource(reader)));
        } catch (Misfit misfit) {
            throw misfit.in(type, null).decoding(type, id.get());
        } catch (RuntimeException e) {
            throw invalid(e, id.get());
        }
    }

    private DecodingException invalid(RuntimeException cause, @Nullable BsonValue id) {
        return new Misfit("Expected a document of valid BSON but it cannot be read", "", cause)
                .in(type, null)
                .decoding(type, id);
    }

    @Override
    public void encode(BsonWriter writer, T value, EncoderContext context) {
        if (writer instanceof BsonDocumentWriter || writer instanceof JsonWriter) {
            write(writer, value);
        } else {
            writeBytes(writer, value);
        }
    }

    /** Writes the whole document into an array first. What cannot be written, the slow way explains. */
    private void writeBytes(BsonWriter writer, T value) {
        int place = Spares.place();
        ByteSink sink = SINKS.take(place);
        sink.reset();
        try {
            values.write(sink, value);
        } catch (Exception e) {
            // Into bytes as well: a document in memory has names that BSON cannot hold.
            BasicOutputBuffer output = new BasicOutputBuffer();
            write(new BsonBinaryWriter(output), value);
            pipe(writer, output.getInternalBuffer(), output.getPosition());
            return;
        }
        pipe(writer, sink.bytes(), sink.length());
        if (sink.bytes().length <= LARGEST_KEPT) {
            SINKS.giveBack(place, sink);
        }
    }

    private static void pipe(BsonWriter writer, byte[] bytes, int length) {
        if (writer instanceof BsonBinaryWriter binary) {
            binary.pipe(bytes, 0, length);
            return;
        }
        // The driver wraps its writer while it inserts; the wrappers hand a reader through to it.
        try (BsonBinaryReader reader = new BsonBinaryReader(ByteBuffer.wrap(bytes, 0, length))) {
            writer.pipe(reader);
        }
    }

    void write(BsonWriter writer, T value) {
        try {
            values.write(new WriterSink(writer), value);
        } catch (Misfit misfit) {
            throw misfit.encoding();
        } catch (RuntimeException e) {
            throw new Misfit("Expected a document that can be written but writing it failed", "", e)
                    .in(type, null)
                    .encoding();
        }
    }

    @Override
    public Class<T> getEncoderClass() {
        return type;
    }

    @Override
    public StoredField storedField(String name) {
        Component component = components.named(name);
        if (component == null) {
            throw new InvalidFilterException(
                    type.getSimpleName() + " has no component " + name + ": name one of its components");
        }
        if (!component.isStored()) {
            throw new InvalidFilterException(
                    "Component " + name + " of " + type.getSimpleName() + " is not stored: name a component that is");
        }
        ValueCodec content = component.codec().content();
        return new StoredField(
                component.storedName(),
                ComponentCodec.of(component, content),
                ComponentCodec.of(component, content.element()),
                component.isNullable() || component.codec() instanceof OptionalCodec);
    }

    @Override
    public String toString() {
        return "codec of " + type.getSimpleName();
    }
}
