package io.mongoodm.reference;

import io.mongoodm.annotation.Aliases;
import io.mongoodm.annotation.CreatedAt;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.annotation.UpdatedAt;
import io.mongoodm.annotation.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bson.BsonType;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.bson.codecs.pojo.annotations.BsonRepresentation;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** The models that the tests of writes store. */
final class Written {
    private Written() {}

    /** A generated id, no stamps. */
    @OdmModel(collection = "people")
    record Person(
            @Nullable ObjectId id,
            String name,
            @Nullable Integer age,
            @Nullable Address address,
            List<String> tags) {
        static Person named(String name) {
            return new Person(null, name, null, null, List.of());
        }

        Person withName(String other) {
            return new Person(id, other, age, address, tags);
        }

        Person withAge(@Nullable Integer other) {
            return new Person(id, name, other, address, tags);
        }

        Person withAddress(@Nullable Address other) {
            return new Person(id, name, age, other, tags);
        }

        Person withTags(String... others) {
            return new Person(id, name, age, address, List.of(others));
        }
    }

    record Address(String city, @Nullable String street) {}

    /** An id of the caller's, and both stamps. */
    @OdmModel(collection = "notes")
    record Note(
            @Nullable String id,
            String text,
            @CreatedAt @BsonProperty("created") @Nullable Instant createdAt,
            @UpdatedAt @BsonProperty("updated") @Nullable Instant updatedAt) {
        static Note of(String id, String text) {
            return new Note(id, text, null, null);
        }

        Note withText(String other) {
            return new Note(id, other, createdAt, updatedAt);
        }
    }

    /** A version, and when it was last written. */
    @OdmModel(collection = "accounts")
    record Account(
            String id,
            int balance,
            @UpdatedAt @Nullable Instant updatedAt,
            @Version long version) {
        static Account of(String id, int balance) {
            return new Account(id, balance, null, 0);
        }

        Account withBalance(int other) {
            return new Account(id, other, updatedAt, version);
        }
    }

    /** A textual id that is stored as ObjectId. */
    @OdmModel(collection = "labels")
    record Label(
            @BsonRepresentation(BsonType.OBJECT_ID) @Nullable
            String id,

            String text) {}

    /** Keeps the fields that it does not know. */
    @OdmModel(collection = "bags")
    record Bag(
            int id,
            @Nullable Integer weight,
            @BsonExtraElements Document rest) {}

    /** Has a component that was called otherwise once. */
    @OdmModel(collection = "places")
    record Place(int id, @Aliases("title") @Nullable String name) {}

    /** Holds a list of records, a map, and nothing that is required. */
    @OdmModel(collection = "orders")
    record Order(int id, List<Line> lines, Map<String, Integer> counts) {}

    record Line(String article, int pieces) {}

    /** Nothing but an id. */
    @OdmModel(collection = "marks")
    record Mark(int id) {}

    /** Without an id of its own. */
    @OdmModel(collection = "events")
    record Event(String name) {}

    /** A closed hierarchy whose variants differ in what they have. */
    @OdmModel(collection = "vehicles")
    sealed interface Vehicle {
        int id();

        record Car(int id, String name, int doors) implements Vehicle {}

        record Truck(
                int id,
                String name,
                @Nullable Double load,
                @UpdatedAt @Nullable Instant updatedAt) implements Vehicle {}
    }
}
