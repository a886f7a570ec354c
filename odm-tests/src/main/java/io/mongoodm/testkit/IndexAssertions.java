package io.mongoodm.testkit;

import com.mongodb.client.MongoClient;
import io.mongoodm.IndexPlan;
import io.mongoodm.Odm;
import io.mongoodm.UndeclaredIndexes;
import io.mongoodm.testkit.CommandRecorder.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * What a test can say of indexes: that queries use them, and that the server has those that the models declare.
 *
 * <p>Queries are those that were sent, as a {@link CommandRecorder} has them: each is explained on the server of the handle.
 * That needs {@link Feature#EXPLAIN}, and documents to be found: of a collection that does not exist no plan can be told. A
 * failed assertion names commands, collections, fields and indexes, never a value.
 */
public final class IndexAssertions {
    private IndexAssertions() {}

    /**
     * Asserts that none of these commands reads a whole collection. {@code find}, {@code aggregate}, {@code count}, {@code
     * distinct}, {@code findAndModify}, and the statements of {@code update} and {@code delete} are explained; other commands
     * are passed over: they read by no filter, or, as the {@code bulkWrite} of MongoDB 8, by one that was not looked at. The
     * in-process server explains {@code find} alone.
     *
     * @param odm a handle on the server that the commands were sent to
     * @param commands what was sent, such as {@code recorder.during(block)}
     * @throws AssertionError when one of them scans a collection, or has no plan, or there is none to explain
     * @throws com.mongodb.MongoCommandException when the server cannot explain one of them
     */
    public static void assertIndexed(Odm odm, List<Command> commands) {
        List<QueryPlan> plans = plans(odm, commands);
        List<QueryPlan> scans = plans.stream().filter(plan -> !plan.isIndexed()).toList();
        if (!scans.isEmpty()) {
            throw new AssertionError("No index is used by " + described(scans)
                    + ": declare an index on these fields and apply it, or query by others");
        }
    }

    /**
     * Asserts that each of these commands uses this index, whatever else it uses.
     *
     * @param odm a handle on the server that the commands were sent to
     * @param index the index's name, such as {@code email_1}; {@code _id_} for the one on the id
     * @param commands what was sent; what is explained is said at {@link #assertIndexed(Odm, List)}
     * @throws AssertionError when one of them does not, or there is none to explain
     * @throws com.mongodb.MongoCommandException when the server cannot explain one of them
     */
    public static void assertIndexed(Odm odm, String index, List<Command> commands) {
        Objects.requireNonNull(index, "index");
        List<QueryPlan> others = plans(odm, commands).stream()
                .filter(plan -> !plan.indexes.contains(index))
                .toList();
        if (!others.isEmpty()) {
            throw new AssertionError("The index " + index + " is not used by " + described(others));
        }
    }

    /**
     * Asserts that the server has every index that the models of a handle declare, as they are declared. Indexes that are
     * declared nowhere are no drift. Sends {@code listIndexes} for each collection.
     *
     * @throws AssertionError with the plan, as a table, when {@code applyIndexes()} would do anything or refuse
     */
    public static void assertNoIndexDrift(Odm odm) {
        assertNoIndexDrift(odm, UndeclaredIndexes.KEEP);
    }

    /**
     * Asserts that the server has every index that the models of a handle declare, and for {@link UndeclaredIndexes#DROP} no
     * other.
     *
     * @throws AssertionError with the plan, as a table, when {@code applyIndexes(undeclared)} would do anything or refuse
     */
    public static void assertNoIndexDrift(Odm odm, UndeclaredIndexes undeclared) {
        IndexPlan plan = odm.planIndexes();
        boolean others =
                undeclared == UndeclaredIndexes.DROP && !plan.undeclared().isEmpty();
        if (!plan.isEmpty() || others) {
            throw new AssertionError("The indexes of " + odm.database().getName()
                    + " are not those that the models declare; review this plan and apply it:\n" + plan);
        }
    }

    /** What the server would do for one command. */
    private record QueryPlan(String query, List<String> stages, List<String> indexes) {
        boolean isIndexed() {
            return !stages.isEmpty() && !stages.contains("COLLSCAN") && !stages.contains("EOF");
        }

        String described() {
            String how = stages.isEmpty() || stages.contains("EOF")
                    ? "no plan; is there such a collection?"
                    : indexes.isEmpty() ? "scans the collection" : "uses " + String.join(", ", indexes);
            return query + " (" + how + ")";
        }
    }

    private static String described(List<QueryPlan> plans) {
        return plans.stream().map(QueryPlan::described).collect(Collectors.joining(", "));
    }

    private static List<QueryPlan> plans(Odm odm, List<Command> commands) {
        List<QueryPlan> plans = new ArrayList<>();
        for (Command command : Objects.requireNonNull(commands, "commands")) {
            for (BsonDocument query : queries(command)) {
                plans.add(plan(odm.client(), command, query));
            }
        }
        if (plans.isEmpty()) {
            throw new AssertionError(
                    "None of the " + commands.size() + " commands is a query, so no index can be used");
        }
        return plans;
    }

    /** Returns the commands to explain: a server explains one statement at a time. */
    private static List<BsonDocument> queries(Command command) {
        BsonDocument plain = command.plain();
        List.of("readConcern", "writeConcern", "maxTimeMS").forEach(plain::remove);
        return switch (command.name()) {
            case "find", "aggregate", "count", "distinct", "findAndModify" -> List.of(plain);
            case "update" -> statements(plain, "updates");
            case "delete" -> statements(plain, "deletes");
            default -> List.of();
        };
    }

    private static List<BsonDocument> statements(BsonDocument command, String field) {
        return command.getArray(field).stream()
                .map(statement -> {
                    BsonDocument one = command.clone();
                    one.put(field, new BsonArray(List.of(statement)));
                    return one;
                })
                .toList();
    }

    private static QueryPlan plan(MongoClient client, Command command, BsonDocument query) {
        BsonDocument explained = client.getDatabase(command.database())
                .runCommand(new BsonDocument("explain", query), BsonDocument.class);
        List<String> stages = new ArrayList<>();
        List<String> indexes = new ArrayList<>();
        read(explained, false, stages, indexes);
        String collection = query.getString(command.name()).getValue();
        Set<String> fields = new TreeSet<>();
        names(query, fields);
        return new QueryPlan(command.name() + " of " + collection + " by " + fields, stages, indexes);
    }

    /** Gathers stages and indexes of winning plans, wherever a version of the server puts them. */
    private static void read(BsonValue value, boolean winning, List<String> stages, List<String> indexes) {
        if (value.isArray()) {
            value.asArray().forEach(each -> read(each, winning, stages, indexes));
        } else if (value.isDocument()) {
            value.asDocument().forEach((name, inner) -> {
                if (winning && name.equals("stage") && inner.isString()) {
                    String stage = inner.asString().getValue();
                    stages.add(stage);
                    boolean unnamed = !value.asDocument().containsKey("indexName");
                    if (stage.equals("IDHACK") || (stage.equals("EXPRESS_IXSCAN") && unnamed)) {
                        indexes.add("_id_");
                    }
                } else if (winning && name.equals("indexName") && inner.isString()) {
                    indexes.add(inner.asString().getValue());
                } else if (!name.equals("rejectedPlans") && !name.equals("command")) {
                    read(inner, winning || name.equals("winningPlan"), stages, indexes);
                }
            });
        }
    }

    /** Gathers the fields of the filters of a command. */
    private static void names(BsonDocument query, Set<String> fields) {
        for (String name : List.of("filter", "query", "q")) {
            if (query.isDocument(name)) {
                fieldsOf(query.getDocument(name), fields);
            }
        }
        for (String name : List.of("updates", "deletes", "pipeline")) {
            query.getArray(name, new BsonArray()).stream()
                    .map(BsonValue::asDocument)
                    .forEach(each -> {
                        names(each, fields);
                        if (each.isDocument("$match")) {
                            fieldsOf(each.getDocument("$match"), fields);
                        }
                    });
        }
    }

    private static void fieldsOf(BsonDocument filter, Set<String> fields) {
        filter.forEach((name, condition) -> {
            if (!name.startsWith("$")) {
                fields.add(name);
            } else if (condition.isArray()) {
                condition.asArray().stream()
                        .filter(BsonValue::isDocument)
                        .forEach(each -> fieldsOf(each.asDocument(), fields));
            }
        });
    }
}
