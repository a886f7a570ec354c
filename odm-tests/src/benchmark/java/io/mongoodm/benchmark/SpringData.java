package io.mongoodm.benchmark;

import java.nio.ByteBuffer;
import java.util.List;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.Document;
import org.bson.codecs.DocumentCodec;
import org.bson.io.BasicOutputBuffer;
import org.springframework.data.mongodb.core.convert.DefaultMongoTypeMapper;
import org.springframework.data.mongodb.core.convert.MappingMongoConverter;
import org.springframework.data.mongodb.core.convert.MongoCustomConversions;
import org.springframework.data.mongodb.core.convert.NoOpDbRefResolver;
import org.springframework.data.mongodb.core.mapping.MongoMappingContext;

/** Spring Data MongoDB: its converter between the driver's {@code Document} and the records, without a class name. */
final class SpringData extends Contestant.Way {
    private final DocumentCodec documents = new DocumentCodec();
    private final MappingMongoConverter converter = converter();

    static MappingMongoConverter converter() {
        MongoCustomConversions conversions = new MongoCustomConversions(List.of());
        MongoMappingContext context = new MongoMappingContext();
        context.setSimpleTypeHolder(conversions.getSimpleTypeHolder());
        context.afterPropertiesSet();
        MappingMongoConverter converter = new MappingMongoConverter(NoOpDbRefResolver.INSTANCE, context);
        converter.setCustomConversions(conversions);
        converter.setTypeMapper(new DefaultMongoTypeMapper(null));
        converter.afterPropertiesSet();
        return converter;
    }

    @Override
    Object decode(Sample sample, byte[] stored) {
        return converter.read(sample.type(), documents.decode(new BsonBinaryReader(ByteBuffer.wrap(stored)), DECODING));
    }

    @Override
    void encode(Sample sample, Object value, BasicOutputBuffer output) {
        Document document = new Document();
        converter.write(value, document);
        documents.encode(new BsonBinaryWriter(output), document, ENCODING);
    }
}
