package io.mongoodm.internal.mapping;

import java.util.function.Supplier;
import org.bson.BsonBinaryWriter;
import org.bson.BsonRegularExpression;
import org.bson.codecs.Codec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/**
 * The driver's writer of bytes, which refuses half of a surrogate pair. The driver itself writes bytes for it that are no
 * UTF-8, and everybody reads them as other characters.
 */
public final class EncodableWriter extends BsonBinaryWriter {
    private static final EncoderContext CONTEXT = EncoderContext.builder().build();

    private final Supplier<? extends RuntimeException> refusal;

    /**
     * Creates a writer.
     *
     * @param refusal makes what is thrown for a name or a text that UTF-8 has no bytes for
     */
    public EncodableWriter(BasicOutputBuffer output, Supplier<? extends RuntimeException> refusal) {
        super(output);
        this.refusal = refusal;
    }

    /** Writes one value as the only field of a document, whose name is empty. */
    static <V> BasicOutputBuffer write(Codec<V> codec, V value) {
        BasicOutputBuffer output = new BasicOutputBuffer();
        try (EncodableWriter writer = new EncodableWriter(output, Misfit::surrogate)) {
            writer.writeStartDocument();
            writer.writeName("");
            codec.encode(writer, value, CONTEXT);
            writer.writeEndDocument();
        }
        return output;
    }

    private void require(String text) {
        if (!Sink.isEncodable(text)) {
            throw refusal.get();
        }
    }

    @Override
    protected void doWriteName(String name) {
        require(name);
        super.doWriteName(name);
    }

    @Override
    public void doWriteString(String value) {
        require(value);
        super.doWriteString(value);
    }

    @Override
    public void doWriteSymbol(String value) {
        require(value);
        super.doWriteSymbol(value);
    }

    @Override
    protected void doWriteJavaScript(String value) {
        require(value);
        super.doWriteJavaScript(value);
    }

    @Override
    protected void doWriteJavaScriptWithScope(String value) {
        require(value);
        super.doWriteJavaScriptWithScope(value);
    }

    @Override
    public void doWriteRegularExpression(BsonRegularExpression value) {
        require(value.getPattern());
        super.doWriteRegularExpression(value);
    }
}
