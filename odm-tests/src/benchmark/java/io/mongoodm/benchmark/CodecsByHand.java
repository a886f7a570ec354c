package io.mongoodm.benchmark;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.types.ObjectId;

/** What a careful programmer writes against the driver's codec interface. */
final class CodecsByHand {
    private CodecsByHand() {}

    private static List<String> strings(BsonReader reader) {
        List<String> strings = new ArrayList<>();
        reader.readStartArray();
        while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
            strings.add(reader.readString());
        }
        reader.readEndArray();
        return strings;
    }

    private static void strings(BsonWriter writer, String name, List<String> strings) {
        writer.writeStartArray(name);
        strings.forEach(writer::writeString);
        writer.writeEndArray();
    }

    static final class UserCodec implements Codec<User> {
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
                    case "tags" -> tags = strings(reader);
                    case "address" -> address = address(reader);
                    case "items" -> items = items(reader);
                    default -> reader.skipValue();
                }
            }
            reader.readEndDocument();
            return new User(id, name, email, age, visits, score, active, created, tags, address, items);
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
            strings(writer, "tags", user.tags());
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

    static final class ProductCodec implements Codec<Others.Product> {
        @Override
        public Others.Product decode(BsonReader reader, DecoderContext context) {
            String id = null;
            String title = null;
            String description = null;
            double price = 0;
            int stock = 0;
            List<String> categories = List.of();
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                switch (reader.readName()) {
                    case "_id" -> id = reader.readString();
                    case "title" -> title = reader.readString();
                    case "description" -> description = reader.readString();
                    case "price" -> price = reader.readDouble();
                    case "stock" -> stock = reader.readInt32();
                    case "categories" -> categories = strings(reader);
                    default -> reader.skipValue();
                }
            }
            reader.readEndDocument();
            return new Others.Product(id, title, description, price, stock, categories);
        }

        @Override
        public void encode(BsonWriter writer, Others.Product product, EncoderContext context) {
            writer.writeStartDocument();
            writer.writeString("_id", product.id());
            writer.writeString("title", product.title());
            writer.writeString("description", product.description());
            writer.writeDouble("price", product.price());
            writer.writeInt32("stock", product.stock());
            strings(writer, "categories", product.categories());
            writer.writeEndDocument();
        }

        @Override
        public Class<Others.Product> getEncoderClass() {
            return Others.Product.class;
        }
    }

    static final class EventCodec implements Codec<Others.Event> {
        @Override
        public Others.Event decode(BsonReader reader, DecoderContext context) {
            ObjectId id = null;
            String kind = null;
            Instant at = null;
            long sequence = 0;
            Map<String, String> attributes = Map.of();
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                switch (reader.readName()) {
                    case "_id" -> id = reader.readObjectId();
                    case "kind" -> kind = reader.readString();
                    case "at" -> at = Instant.ofEpochMilli(reader.readDateTime());
                    case "sequence" -> sequence = reader.readInt64();
                    case "attributes" -> attributes = attributes(reader);
                    default -> reader.skipValue();
                }
            }
            reader.readEndDocument();
            return new Others.Event(id, kind, at, sequence, attributes);
        }

        private static Map<String, String> attributes(BsonReader reader) {
            Map<String, String> attributes = new LinkedHashMap<>();
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                attributes.put(reader.readName(), reader.readString());
            }
            reader.readEndDocument();
            return attributes;
        }

        @Override
        public void encode(BsonWriter writer, Others.Event event, EncoderContext context) {
            writer.writeStartDocument();
            writer.writeObjectId("_id", event.id());
            writer.writeString("kind", event.kind());
            writer.writeDateTime("at", event.at().toEpochMilli());
            writer.writeInt64("sequence", event.sequence());
            writer.writeStartDocument("attributes");
            event.attributes().forEach(writer::writeString);
            writer.writeEndDocument();
            writer.writeEndDocument();
        }

        @Override
        public Class<Others.Event> getEncoderClass() {
            return Others.Event.class;
        }
    }

    static final class ReadingCodec implements Codec<Others.Reading> {
        @Override
        public Others.Reading decode(BsonReader reader, DecoderContext context) {
            int id = 0;
            String sensor = null;
            List<Double> values = new ArrayList<>();
            boolean valid = false;
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                switch (reader.readName()) {
                    case "_id" -> id = reader.readInt32();
                    case "sensor" -> sensor = reader.readString();
                    case "values" -> values(reader, values);
                    case "valid" -> valid = reader.readBoolean();
                    default -> reader.skipValue();
                }
            }
            reader.readEndDocument();
            return new Others.Reading(id, sensor, values, valid);
        }

        private static void values(BsonReader reader, List<Double> values) {
            reader.readStartArray();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                values.add(reader.readDouble());
            }
            reader.readEndArray();
        }

        @Override
        public void encode(BsonWriter writer, Others.Reading reading, EncoderContext context) {
            writer.writeStartDocument();
            writer.writeInt32("_id", reading.id());
            writer.writeString("sensor", reading.sensor());
            writer.writeStartArray("values");
            reading.values().forEach(writer::writeDouble);
            writer.writeEndArray();
            writer.writeBoolean("valid", reading.valid());
            writer.writeEndDocument();
        }

        @Override
        public Class<Others.Reading> getEncoderClass() {
            return Others.Reading.class;
        }
    }
}
