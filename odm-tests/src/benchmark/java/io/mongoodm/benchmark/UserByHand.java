package io.mongoodm.benchmark;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.types.ObjectId;

/** What a careful programmer writes against the driver's codec interface. */
final class UserByHand implements Codec<User> {
    @Override
    public User decode(BsonReader reader, DecoderContext context) {
        ObjectId id = null;
        String name = null;
        String email = null;
        int age = 0;
        long visits = 0;
        double score = 0;
        boolean active = false;
        Instant created = null;
        List<String> tags = List.of();
        User.Address address = null;
        List<User.Item> items = List.of();
        reader.readStartDocument();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            switch (reader.readName()) {
                case "_id" -> id = reader.readObjectId();
                case "name" -> name = reader.readString();
                case "email" -> email = reader.readString();
                case "age" -> age = reader.readInt32();
                case "visits" -> visits = reader.readInt64();
                case "score" -> score = reader.readDouble();
                case "active" -> active = reader.readBoolean();
                case "created" -> created = Instant.ofEpochMilli(reader.readDateTime());
                case "tags" -> tags = tags(reader);
                case "address" -> address = address(reader);
                case "items" -> items = items(reader);
                default -> reader.skipValue();
            }
        }
        reader.readEndDocument();
        return new User(id, name, email, age, visits, score, active, created, tags, address, items);
    }

    private static List<String> tags(BsonReader reader) {
        List<String> tags = new ArrayList<>();
        reader.readStartArray();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            tags.add(reader.readString());
        }
        reader.readEndArray();
        return tags;
    }

    private static List<User.Item> items(BsonReader reader) {
        List<User.Item> items = new ArrayList<>();
        reader.readStartArray();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            items.add(item(reader));
        }
        reader.readEndArray();
        return items;
    }

    private static User.Item item(BsonReader reader) {
        String sku = null;
        String title = null;
        int quantity = 0;
        double price = 0;
        reader.readStartDocument();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            switch (reader.readName()) {
                case "sku" -> sku = reader.readString();
                case "title" -> title = reader.readString();
                case "quantity" -> quantity = reader.readInt32();
                case "price" -> price = reader.readDouble();
                default -> reader.skipValue();
            }
        }
        reader.readEndDocument();
        return new User.Item(sku, title, quantity, price);
    }

    private static User.Address address(BsonReader reader) {
        String street = null;
        String city = null;
        String zip = null;
        String country = null;
        reader.readStartDocument();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            switch (reader.readName()) {
                case "street" -> street = reader.readString();
                case "city" -> city = reader.readString();
                case "zip" -> zip = reader.readString();
                case "country" -> country = reader.readString();
                default -> reader.skipValue();
            }
        }
        reader.readEndDocument();
        return new User.Address(street, city, zip, country);
    }

    @Override
    public void encode(BsonWriter writer, User user, EncoderContext context) {
        writer.writeStartDocument();
        writer.writeObjectId("_id", user.id());
        writer.writeString("name", user.name());
        writer.writeString("email", user.email());
        writer.writeInt32("age", user.age());
        writer.writeInt64("visits", user.visits());
        writer.writeDouble("score", user.score());
        writer.writeBoolean("active", user.active());
        writer.writeDateTime("created", user.created().toEpochMilli());
        writer.writeStartArray("tags");
        user.tags().forEach(writer::writeString);
        writer.writeEndArray();
        writer.writeStartDocument("address");
        writer.writeString("street", user.address().street());
        writer.writeString("city", user.address().city());
        writer.writeString("zip", user.address().zip());
        writer.writeString("country", user.address().country());
        writer.writeEndDocument();
        writer.writeStartArray("items");
        for (User.Item item : user.items()) {
            writer.writeStartDocument();
            writer.writeString("sku", item.sku());
            writer.writeString("title", item.title());
            writer.writeInt32("quantity", item.quantity());
            writer.writeDouble("price", item.price());
            writer.writeEndDocument();
        }
        writer.writeEndArray();
        writer.writeEndDocument();
    }

    @Override
    public Class<User> getEncoderClass() {
        return User.class;
    }
}
