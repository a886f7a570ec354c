package io.mongoodm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecRegistry;
import org.junit.jupiter.api.Test;

class OdmCodecsTest {
    sealed interface Pet {
        record Cat(int id, int lives) implements Pet {}

        record Dog(int id, String name) implements Pet {}
    }

    record Broken(Thread thread) {}

    private static CodecRegistry registry(Class<?>... models) {
        return OdmCodecs.registry(MongoClientSettings.getDefaultCodecRegistry(), models);
    }

    @Test
    void servesRecordsAndSealedInterfaces() {
        CodecRegistry registry = registry(Pet.class);
        Codec<Pet> codec = registry.get(Pet.class);
        BsonDocument stored = new BsonDocument();
        Pet dog = new Pet.Dog(1, "Rex");
        codec.encode(
                new BsonDocumentWriter(stored), dog, EncoderContext.builder().build());
        assertThat(stored).isEqualTo(BsonDocument.parse("{_id: 1, _cls: 'Dog', name: 'Rex'}"));
        assertThat(codec.decode(
                        new BsonDocumentReader(stored), DecoderContext.builder().build()))
                .isEqualTo(dog);
        assertThat(registry.get(String.class)).isNotNull();
    }

    @Test
    void servesRecordsThatAreNotNamed() {
        assertThat(registry().get(Pet.Cat.class).getEncoderClass()).isEqualTo(Pet.Cat.class);
    }

    @Test
    void modelsAreCheckedAtOnce() {
        assertThatThrownBy(() -> registry(Broken.class)).isExactlyInstanceOf(InvalidModelException.class);
    }
}
