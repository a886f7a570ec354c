package io.mongoodm.benchmark;

import org.bson.BsonBinaryReader;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BsonInput;

/** Passes over the document without reading anything: what a decoding costs before any codec has done something. */
final class PassingCodec implements Codec<Integer> {
    @Override
    public Integer decode(BsonReader reader, DecoderContext context) {
        BsonInput input = ((BsonBinaryReader) reader).getBsonInput();
        int size = input.readInt32();
        input.skip(size - Integer.BYTES);
        return size;
    }

    @Override
    public void encode(BsonWriter writer, Integer value, EncoderContext context) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Class<Integer> getEncoderClass() {
        return Integer.class;
    }
}
