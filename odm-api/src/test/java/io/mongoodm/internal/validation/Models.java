package io.mongoodm.internal.validation;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoClientSettings;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Ref;
import io.mongoodm.annotation.Aliases;
import io.mongoodm.annotation.Default;
import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.bson.codecs.pojo.annotations.BsonRepresentation;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** The models that the checks are tested with, and how. */
final class Models {
    enum Level {
        LOW,
        HIGH
    }

    record Address(String city, @Nullable String zip, List<String> lines) {}

    record Item(ObjectId id, String name, int count, List<Integer> marks) {}

    record User(
            ObjectId id,
            String name,
            int age,
            long views,
            double score,
            Decimal128 balance,
            boolean active,
            Level level,
            UUID token,
            Instant born,
            Optional<String> nick,
            @Nullable Address address,
            List<String> tags,
            List<Item> items,
            List<List<Integer>> grid,
            Map<String, Integer> scores,
            Map<String, Address> homes,
            Document profile,
            @BsonProperty("c") String country,
            @Aliases("oldName") @Nullable String renamed,
            @Default("7") int lucky,
            Ref<User> friend) {}

    record Moved(
            ObjectId id,
            @Aliases("oldName") @Nullable String name,
            @BsonProperty("c") @Nullable String country,
            @BsonExtraElements Document rest) {}

    record Loose(
            ObjectId id, String name, @BsonExtraElements Document rest) {}

    record TextId(@BsonRepresentation(BsonType.OBJECT_ID) String id, String name) {}

    record Numbered(int id, String name) {}

    sealed interface Place {
        ObjectId id();

        String name();

        record Museum(ObjectId id, String name, int exhibits, Address where) implements Place {}

        record Park(
                ObjectId id,
                String name,
                double hectares,
                @Nullable Place inside) implements Place {}
    }

    static final Mapping MAPPING =
            mapping(User.class, Loose.class, Moved.class, TextId.class, Numbered.class, Place.class);

    private Models() {}

    static Mapping mapping(Class<?>... models) {
        Problems problems = new Problems();
        Mapping mapping = Mapping.of(List.of(models), MongoClientSettings.getDefaultCodecRegistry(), null, problems);
        problems.throwIfAny();
        return mapping;
    }

    static Validator of(Class<?> model) {
        return Validator.of(MAPPING.model(model), MAPPING.registry(), true);
    }

    static Validator unchecked(Class<?> model) {
        return Validator.of(MAPPING.model(model), MAPPING.registry(), false);
    }

    static BsonDocument json(String text) {
        return BsonDocument.parse(text.replace('\'', '"'));
    }

    static void refused(ThrowingCallable call, String message) {
        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(call)
                .withMessage(message.replace('\'', '"'));
    }
}
