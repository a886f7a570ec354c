package io.mongoodm.benchmark;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.ObjectId;

/**
 * Decoders written by hand for these models on the bytes: what a general mapper has to measure itself against. They
 * take fields in any order, pass over unknown ones and read any stored number, but trust every length.
 */
final class OnBytes extends Contestant.Way {
    @Override
    Object decode(Sample sample, byte[] stored) {
        ByteCursor cursor = new ByteCursor(stored);
        return switch (sample) {
            case USER -> user(cursor);
            case PRODUCT -> product(cursor);
            case EVENT -> event(cursor);
            case READING -> reading(cursor);
        };
    }

    @Override
    void encode(Sample sample, Object value, BasicOutputBuffer output) {
        throw new UnsupportedOperationException();
    }

    @Override
    boolean encodes() {
        return false;
    }

    private static User user(ByteCursor in) {
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
        in.enter();
        for (int type = in.type(); type != 0; type = in.type()) {
            switch (in.name()) {
                case "_id" -> id = in.objectId();
                case "name" -> name = in.string();
                case "email" -> email = in.string();
                case "age" -> age = (int) in.integer(type);
                case "visits" -> visits = in.integer(type);
                case "score" -> score = in.float64(type);
                case "active" -> active = in.bool();
                case "created" -> created = Instant.ofEpochMilli(in.int64());
                case "tags" -> tags = strings(in);
                case "address" -> address = address(in);
                case "items" -> items = items(in);
                default -> in.skip(type);
            }
        }
        return new User(id, name, email, age, visits, score, active, created, tags, address, items);
    }

    private static List<String> strings(ByteCursor in) {
        List<String> strings = new ArrayList<>();
        in.enter();
        while (in.element()) {
            strings.add(in.string());
        }
        return strings;
    }

    private static List<User.Item> items(ByteCursor in) {
        List<User.Item> items = new ArrayList<>();
        in.enter();
        while (in.element()) {
            items.add(item(in));
        }
        return items;
    }

    private static User.Item item(ByteCursor in) {
        String sku = null;
        String title = null;
        int quantity = 0;
        double price = 0;
        in.enter();
        for (int type = in.type(); type != 0; type = in.type()) {
            switch (in.name()) {
                case "sku" -> sku = in.string();
                case "title" -> title = in.string();
                case "quantity" -> quantity = (int) in.integer(type);
                case "price" -> price = in.float64(type);
                default -> in.skip(type);
            }
        }
        return new User.Item(sku, title, quantity, price);
    }

    private static User.Address address(ByteCursor in) {
        String street = null;
        String city = null;
        String zip = null;
        String country = null;
        in.enter();
        for (int type = in.type(); type != 0; type = in.type()) {
            switch (in.name()) {
                case "street" -> street = in.string();
                case "city" -> city = in.string();
                case "zip" -> zip = in.string();
                case "country" -> country = in.string();
                default -> in.skip(type);
            }
        }
        return new User.Address(street, city, zip, country);
    }

    private static Others.Product product(ByteCursor in) {
        String id = null;
        String title = null;
        String description = null;
        double price = 0;
        int stock = 0;
        List<String> categories = List.of();
        in.enter();
        for (int type = in.type(); type != 0; type = in.type()) {
            switch (in.name()) {
                case "_id" -> id = in.string();
                case "title" -> title = in.string();
                case "description" -> description = in.string();
                case "price" -> price = in.float64(type);
                case "stock" -> stock = (int) in.integer(type);
                case "categories" -> categories = strings(in);
                default -> in.skip(type);
            }
        }
        return new Others.Product(id, title, description, price, stock, categories);
    }

    private static Others.Event event(ByteCursor in) {
        ObjectId id = null;
        String kind = null;
        Instant at = null;
        long sequence = 0;
        Map<String, String> attributes = Map.of();
        in.enter();
        for (int type = in.type(); type != 0; type = in.type()) {
            switch (in.name()) {
                case "_id" -> id = in.objectId();
                case "kind" -> kind = in.string();
                case "at" -> at = Instant.ofEpochMilli(in.int64());
                case "sequence" -> sequence = in.integer(type);
                case "attributes" -> attributes = attributes(in);
                default -> in.skip(type);
            }
        }
        return new Others.Event(id, kind, at, sequence, attributes);
    }

    private static Map<String, String> attributes(ByteCursor in) {
        Map<String, String> attributes = new LinkedHashMap<>();
        in.enter();
        while (in.type() != 0) {
            attributes.put(in.name(), in.string());
        }
        return attributes;
    }

    private static Others.Reading reading(ByteCursor in) {
        int id = 0;
        String sensor = null;
        List<Double> values = new ArrayList<>();
        boolean valid = false;
        in.enter();
        for (int type = in.type(); type != 0; type = in.type()) {
            switch (in.name()) {
                case "_id" -> id = (int) in.integer(type);
                case "sensor" -> sensor = in.string();
                case "values" -> {
                    in.enter();
                    while (in.element()) {
                        values.add(in.float64(0x01));
                    }
                }
                case "valid" -> valid = in.bool();
                default -> in.skip(type);
            }
        }
        return new Others.Reading(id, sensor, values, valid);
    }
}
