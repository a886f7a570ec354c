package io.mongoodm.internal.indexes;

import com.mongodb.MongoCommandException;
import com.mongodb.ServerAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The index catalogue of one collection with the rules of a current server: what it refuses, and how it lists. It
 * records the commands.
 */
final class FakeServer implements IndexCommands {
    final List<String> commands = new ArrayList<>();
    final Map<String, BsonDocument> indexes = new LinkedHashMap<>();
    Predicate<BsonDocument> fails = command -> false;
    int failure = 11000;
    boolean lacksCollMod;

    @Nullable
    BsonDocument collation;

    FakeServer having(String... specifications) {
        for (String specification : specifications) {
            add(BsonDocument.parse(specification));
        }
        return this;
    }

    List<String> names() {
        return List.copyOf(indexes.keySet());
    }

    @Override
    public String database() {
        return "shop";
    }

    @Override
    public List<BsonDocument> listIndexes(Namespace namespace) {
        commands.add("listIndexes");
        List<BsonDocument> listing = new ArrayList<>();
        BsonDocument id = BsonDocument.parse("{v: 2, key: {_id: 1}, name: '_id_'}");
        if (collation != null) {
            id.put("collation", collation);
        }
        listing.add(id);
        listing.addAll(indexes.values());
        return listing;
    }

    @Override
    public void run(@Nullable String database, BsonDocument command) {
        commands.add(inShort(command));
        if (fails.test(command)) {
            throw refusal(failure);
        }
        switch (command.getFirstKey()) {
            case "createIndexes" -> {
                Map<String, BsonDocument> before = new LinkedHashMap<>(indexes);
                try {
                    command.getArray("indexes").forEach(specification -> add(specification.asDocument()));
                } catch (MongoCommandException e) {
                    indexes.clear();
                    indexes.putAll(before);
                    throw e;
                }
            }
            case "dropIndexes" -> {
                if (indexes.remove(command.getString("index").getValue()) == null) {
                    throw refusal(27);
                }
            }
            default -> modify(command.getDocument("index"));
        }
    }

    private static String inShort(BsonDocument command) {
        return switch (command.getFirstKey()) {
            case "createIndexes" ->
                command.getArray("indexes").stream()
                        .map(index -> index.asDocument().getString("name").getValue())
                        .toList()
                        .toString()
                        .replace("[", "createIndexes ")
                        .replace("]", "");
            case "dropIndexes" -> "dropIndexes " + command.getString("index").getValue();
            default -> "collMod " + command.getDocument("index").toJson();
        };
    }

    private void add(BsonDocument specification) {
        String name = specification.getString("name").getValue();
        BsonDocument listed = listed(specification);
        NormalForm form = ServerIndex.of(listed).normalForm();
        for (BsonDocument other : indexes.values()) {
            NormalForm existing = ServerIndex.of(other).normalForm();
            boolean sameName = other.getString("name").getValue().equals(name);
            if (sameName && existing.equals(form)) {
                return;
            }
            if (sameName) {
                throw refusal(86);
            }
            if (!form.fitsBeside(existing)) {
                throw refusal(85);
            }
        }
        indexes.put(name, listed);
    }

    private BsonDocument listed(BsonDocument specification) {
        BsonDocument listed = new BsonDocument("v", new BsonInt32(2));
        listed.putAll(specification);
        BsonDocument weights = new BsonDocument();
        BsonDocument key = new BsonDocument();
        specification.getDocument("key").forEach((field, kind) -> {
            if (kind.equals(new BsonString("text")) && !field.equals("_fts")) {
                weights.put(field, new BsonInt32(1));
                key.put("_fts", kind);
                key.put("_ftsx", new BsonInt32(1));
            } else {
                key.put(field, kind);
            }
        });
        listed.put("key", key);
        if (key.containsKey("_fts")) {
            specification.getDocument("weights", new BsonDocument()).forEach(weights::put);
            listed.put("weights", weights);
            listed.put("default_language", new BsonString("english"));
            listed.put("language_override", new BsonString("language"));
            listed.put("textIndexVersion", new BsonInt32(3));
            if (collation != null && !specification.containsKey("collation")) {
                throw refusal(67);
            }
        }
        if (collation != null) {
            listed.putIfAbsent("collation", collation);
        }
        BsonValue own = listed.get("collation");
        if (own != null && Canonical.collation(own.asDocument()) == null) {
            listed.remove("collation");
        }
        return listed;
    }

    private void modify(BsonDocument change) {
        if (lacksCollMod) {
            throw refusal(59);
        }
        BsonDocument index = indexes.get(change.getString("name").getValue());
        if (index == null) {
            throw refusal(27);
        }
        change.forEach((option, value) -> {
            switch (option) {
                case "name" -> {}
                case "expireAfterSeconds" ->
                    index.put(option, new BsonInt64(value.asNumber().longValue()));
                case "unique" -> {
                    index.put(option, value);
                    index.remove("prepareUnique");
                }
                default -> {
                    if (value.equals(BsonBoolean.TRUE)) {
                        index.put(option, value);
                    } else {
                        index.remove(option);
                    }
                }
            }
        });
    }

    private static MongoCommandException refusal(int code) {
        BsonDocument response = new BsonDocument("ok", new BsonInt32(0))
                .append("code", new BsonInt32(code))
                .append("errmsg", new BsonString("refused"));
        return new MongoCommandException(response, new ServerAddress());
    }
}
