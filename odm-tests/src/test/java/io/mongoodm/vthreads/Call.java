package io.mongoodm.vthreads;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static io.mongoodm.query.Fields.field;

import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Field;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import io.mongoodm.vthreads.Stock.Item;
import io.mongoodm.vthreads.Stock.Owner;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Every operation whose future a user can hold, and the command that it sends first. */
enum Call {
    CREATE("insert", on -> on.items().acreate(on.fresh())),
    CREATE_MANY("insert", on -> on.items().acreateMany(List.of(on.fresh(), on.fresh()))),
    UPDATE("update", on -> on.items().aupdate(Item.of(1).withValue(7))),
    UPDATE_BY_OPERATORS("update", on -> on.items().aupdate(Item.of(2), inc("value", 1))),
    PATCH("update", on -> on.items().apatch(Item.of(3), Item.of(3).withValue(9))),
    UPDATE_AND_GET("findAndModify", on -> on.items().aupdateAndGet(Item.of(4).withValue(9))),
    REPLACE("update", on -> on.items().areplace(Item.of(5).withValue(9))),
    DELETE("delete", on -> on.items().adelete(on.fresh())),
    FIND_ONE("find", on -> on.items().afindOne(eq("_id", 1))),
    FIND_BY_ID("find", on -> on.items().afindById(1)),
    GET("find", on -> on.items().aget(eq("_id", 1))),
    GET_RANDOM("aggregate", on -> on.items().agetRandomOne()),
    GET_OR_CREATE("find", on -> {
        int id = on.freshId();
        return on.items().agetOrCreate(eq("_id", id), () -> Item.of(id));
    }),
    FIND_ONE_AND_UPDATE("findAndModify", on -> on.items().afindOneAndUpdate(one(), inc("value", 1))),
    FIND_ONE_AND_REPLACE("findAndModify", on -> on.items().afindOneAndReplace(one(), Item.of(1))),
    FIND_ONE_AND_DELETE("findAndModify", on -> on.items().afindOneAndDelete(on.absent())),
    UPDATE_ONE("update", on -> on.items().aupdateOne(one(), inc("value", 1))),
    UPDATE_MANY("update", on -> on.items().aupdateMany(lt("_id", 3), inc("value", 1))),
    UPDATE_BY_PIPELINE("update", on -> on.items().aupdateOne(one(), List.of(Aggregates.set(new Field<>("value", 1))))),
    DELETE_ONE("delete", on -> on.items().adeleteOne(on.absent())),
    DELETE_MANY("delete", on -> on.items().adeleteMany(on.absent())),
    BULK_WRITE(
            "insert",
            on -> on.items()
                    .abulkWrite(
                            List.of(new InsertOneModel<>(on.fresh()), new UpdateOneModel<>(one(), inc("value", 1))))),
    COUNT("aggregate", on -> on.items().acountDocuments(lt("_id", 10))),
    ESTIMATE("count", on -> on.items().aestimatedDocumentCount()),
    EXISTS("find", on -> on.items().aexists(one())),
    DISTINCT("distinct", on -> on.items().adistinct(field(Item::name)).toList()),
    AGGREGATE(
            "aggregate",
            on -> on.items().aaggregate(List.of(Aggregates.limit(5))).toList()),
    LOAD_RELATED("find", on -> on.items().aloadRelated(on.all(), "owner")),
    LOAD_RELATED_OF_A_QUERY("find", on -> on.items().aloadRelated(on.items().afind(), "owner")),
    LOAD_RELATED_OF_AN_ITERATOR(
            "find", on -> on.items().aloadRelated(on.inPairs().open(), "owner")),
    FIRST("find", on -> on.inPairs().first()),
    TO_LIST("find", on -> on.inPairs().toList()),
    FOR_EACH("find", on -> on.inPairs().forEach(item -> {})),
    FIND_RAW("find", on -> on.items().afindRaw(new Document()).batchSize(3).toList()),
    PLAN_INDEXES("listIndexes", on -> on.odm().aplanIndexes()),
    APPLY_INDEXES("listIndexes", on -> on.odm().asyncApplyIndexes()),
    DROP_DATABASE("dropDatabase", on -> on.odm().adropDatabase("odm_test_nothing_here")),
    TRANSACTION(
            "update",
            on -> on.odm().atransaction(tx -> {
                Bson absent = on.absent();
                Subtask<?> fork = tx.fork(() -> tx.model(Owner.class).updateOne(absent, set("name", "x")));
                tx.join();
                return fork.get();
            }));

    private final String command;

    @SuppressWarnings("ImmutableEnumChecker") // functions of their argument alone
    private final Start start;

    Call(String command, Start start) {
        this.command = command;
        this.start = start;
    }

    private interface Start {
        CompletableFuture<?> on(Stock stock);
    }

    private static Bson one() {
        return eq("_id", 1);
    }

    /** The command that it sends first. */
    String command() {
        return command;
    }

    CompletableFuture<?> start(Stock stock) {
        return start.on(stock);
    }
}
