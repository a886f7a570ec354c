package io.mongoodm.benchmark;

import dev.morphia.annotations.Entity;
import dev.morphia.annotations.Id;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bson.types.ObjectId;

/** The models as Morphia takes them: classes with fields and a constructor without parameters. */
final class MorphiaModels {
    private MorphiaModels() {}

    /** A model that can be compared with its record. */
    interface Model {
        Object record();
    }

    @Entity(value = "users", useDiscriminator = false)
    public static class User implements Model {
        @Id
        public ObjectId id;

        public String name;
        public String email;
        public int age;
        public long visits;
        public double score;
        public boolean active;
        public Instant created;
        public List<String> tags;
        public Address address;
        public List<Item> items;

        @Override
        public Object record() {
            return new io.mongoodm.benchmark.User(
                    id,
                    name,
                    email,
                    age,
                    visits,
                    score,
                    active,
                    created,
                    tags,
                    address.record(),
                    items.stream().map(Item::record).toList());
        }
    }

    @Entity(useDiscriminator = false)
    public static class Address {
        public String street;
        public String city;
        public String zip;
        public String country;

        io.mongoodm.benchmark.User.Address record() {
            return new io.mongoodm.benchmark.User.Address(street, city, zip, country);
        }
    }

    @Entity(useDiscriminator = false)
    public static class Item {
        public String sku;
        public String title;
        public int quantity;
        public double price;

        io.mongoodm.benchmark.User.Item record() {
            return new io.mongoodm.benchmark.User.Item(sku, title, quantity, price);
        }
    }

    @Entity(value = "products", useDiscriminator = false)
    public static class Product implements Model {
        @Id
        public String id;

        public String title;
        public String description;
        public double price;
        public int stock;
        public List<String> categories;

        @Override
        public Object record() {
            return new Others.Product(id, title, description, price, stock, categories);
        }
    }

    @Entity(value = "events", useDiscriminator = false)
    public static class Event implements Model {
        @Id
        public ObjectId id;

        public String kind;
        public Instant at;
        public long sequence;
        public Map<String, String> attributes;

        @Override
        public Object record() {
            return new Others.Event(id, kind, at, sequence, attributes);
        }
    }

    @Entity(value = "readings", useDiscriminator = false)
    public static class Reading implements Model {
        @Id
        public int id;

        public String sensor;
        public List<Double> values;
        public boolean valid;

        @Override
        public Object record() {
            return new Others.Reading(id, sensor, values, valid);
        }
    }
}
