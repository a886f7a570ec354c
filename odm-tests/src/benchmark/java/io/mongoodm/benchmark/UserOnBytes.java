package io.mongoodm.benchmark;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.types.ObjectId;

/** A decoder written by hand for this one model on the bytes: what a general mapper has to measure itself against. */
final class UserOnBytes {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;

    UserOnBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    User read() {
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
        at += Integer.BYTES;
        while (true) {
            int type = bytes[at++];
            if (type == 0) {
                return new User(id, name, email, age, visits, score, active, created, tags, address, items);
            }
            switch (name()) {
                case "_id" -> id = objectId();
                case "name" -> name = string();
                case "email" -> email = string();
                case "age" -> age = (int) integer(type);
                case "visits" -> visits = integer(type);
                case "score" -> score = float64();
                case "active" -> active = bytes[at++] != 0;
                case "created" -> created = Instant.ofEpochMilli(int64());
                case "tags" -> tags = tags();
                case "address" -> address = address();
                case "items" -> items = items();
                default -> skip(type);
            }
        }
    }

    /** Names are few: a table of them by hash saves most of the strings. */
    private static final String[] NAMES = new String[1024];

    private String name() {
        int start = at;
        int hash = 0;
        for (byte b = bytes[at++]; b != 0; b = bytes[at++]) {
            hash = 31 * hash + b;
        }
        int slot = hash & (NAMES.length - 1);
        String known = NAMES[slot];
        int length = at - 1 - start;
        if (known != null && known.length() == length && known.hashCode() == hash) {
            return known;
        }
        String name = new String(bytes, start, length, StandardCharsets.UTF_8);
        NAMES[slot] = name;
        return name;
    }

    private ObjectId objectId() {
        ObjectId id = new ObjectId(ByteBuffer.wrap(bytes, at, 12));
        at += 12;
        return id;
    }

    private String string() {
        int length = (int) INT.get(bytes, at);
        String value = new String(bytes, at + Integer.BYTES, length - 1, StandardCharsets.UTF_8);
        at += Integer.BYTES + length;
        return value;
    }

    private long integer(int type) {
        if (type == 0x12) {
            return int64();
        }
        int value = (int) INT.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    private long int64() {
        long value = (long) LONG.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    private double float64() {
        double value = (double) DOUBLE.get(bytes, at);
        at += Double.BYTES;
        return value;
    }

    private List<String> tags() {
        List<String> tags = new ArrayList<>();
        at += Integer.BYTES;
        while (bytes[at++] != 0) {
            index();
            tags.add(string());
        }
        return tags;
    }

    private void index() {
        while (bytes[at++] != 0) {}
    }

    private List<User.Item> items() {
        List<User.Item> items = new ArrayList<>();
        at += Integer.BYTES;
        while (bytes[at++] != 0) {
            index();
            items.add(item());
        }
        return items;
    }

    private User.Item item() {
        String sku = null;
        String title = null;
        int quantity = 0;
        double price = 0;
        at += Integer.BYTES;
        while (true) {
            int type = bytes[at++];
            if (type == 0) {
                return new User.Item(sku, title, quantity, price);
            }
            switch (name()) {
                case "sku" -> sku = string();
                case "title" -> title = string();
                case "quantity" -> quantity = (int) integer(type);
                case "price" -> price = float64();
                default -> skip(type);
            }
        }
    }

    private User.Address address() {
        String street = null;
        String city = null;
        String zip = null;
        String country = null;
        at += Integer.BYTES;
        while (true) {
            int type = bytes[at++];
            if (type == 0) {
                return new User.Address(street, city, zip, country);
            }
            switch (name()) {
                case "street" -> street = string();
                case "city" -> city = string();
                case "zip" -> zip = string();
                case "country" -> country = string();
                default -> skip(type);
            }
        }
    }

    private void skip(int type) {
        switch (type) {
            case 0x10 -> at += Integer.BYTES;
            case 0x02 -> at += Integer.BYTES + (int) INT.get(bytes, at);
            case 0x03, 0x04 -> at += (int) INT.get(bytes, at);
            case 0x08 -> at++;
            default -> at += Long.BYTES;
        }
    }
}
