package io.mongoodm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import io.mongoodm.annotation.CreatedAt;
import io.mongoodm.annotation.UpdatedAt;
import io.mongoodm.annotation.Version;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
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

    record Stamped(
            @Nullable ObjectId id,
            @Version long version,
            @CreatedAt @Nullable Instant created,
            @UpdatedAt @Nullable Instant updated) {}

    @Test
    void nothingIsGeneratedCountedOrStamped() {
        assertThat(stored(registry(Stamped.class), new Stamped(null, 3, null, null)))
                .isEqualTo(BsonDocument.parse("{version: {$numberLong: '3'}}"));
    }

    record Owner(Ref<Pet> pet) {}

    @Test
    void whatIsNamedHasItsTagsAndMayBeReferredTo() {
        Pet.Dog dog = new Pet.Dog(1, "Rex");
        assertThat(stored(registry(Pet.class), dog))
                .isEqualTo(BsonDocument.parse("{_id: 1, _cls: 'Dog', name: 'Rex'}"));
        assertThat(stored(registry(), dog)).isEqualTo(BsonDocument.parse("{_id: 1, name: 'Rex'}"));
        assertThat(stored(registry(Pet.class, Owner.class), new Owner(Ref.of(dog))))
                .isEqualTo(BsonDocument.parse("{pet: 1}"));
        assertThatThrownBy(() -> registry(Owner.class))
                .isExactlyInstanceOf(InvalidModelException.class)
                .hasMessage("Component pet of record Owner refers to Pet, which is not registered: register it with the"
                        + " handle");
    }

    @SuppressWarnings("unchecked")
    private static BsonDocument stored(CodecRegistry registry, Object value) {
        BsonDocument stored = new BsonDocument();
        ((Codec<Object>) registry.get(value.getClass()))
                .encode(
                        new BsonDocumentWriter(stored),
                        value,
                        EncoderContext.builder().build());
        return stored;
    }

    @Test
    void problemsOutliveSerialization() throws Exception {
        InvalidModelException thrown = new InvalidModelException(List.of("one", "two"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            InvalidModelException read = (InvalidModelException) in.readObject();
            assertThat(read).hasMessage("2 problems with the models:\n- one\n- two");
            assertThat(read.problems()).containsExactly("one", "two");
        }
    }

    @Test
    void conflictsOutliveSerialization() throws Exception {
        IndexPlan.Change conflict = new IndexPlan.Change("users", "email_1", "two of them");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new IndexConflictException("1 index conflict", List.of(conflict)));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            IndexConflictException read = (IndexConflictException) in.readObject();
            assertThat(read).hasMessage("1 index conflict");
            assertThat(read.conflicts()).containsExactly(conflict);
        }
    }

    @Test
    void modelsAreCheckedAtOnce() {
        assertThatThrownBy(() -> registry(Broken.class)).isExactlyInstanceOf(InvalidModelException.class);
    }
}
