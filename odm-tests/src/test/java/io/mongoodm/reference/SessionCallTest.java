package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.inc;
import static io.mongoodm.query.Fields.field;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertOneModel;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.Ref;
import io.mongoodm.Session;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.CommandRecorder.Command;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.BsonBoolean;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each function of a model's view of a session sends all its commands in that session, and in its transaction. */
@OdmTest(models = SessionCallTest.Part.class)
@Requires({Feature.TRANSACTIONS, Feature.PIPELINE_UPDATES})
final class SessionCallTest {
    @OdmModel(collection = "parts")
    record Part(int id, String name, int count, @Nullable Ref<Part> next) {
        static Part of(int id) {
            return new Part(id, "part " + id, id, Ref.to(id + 1));
        }

        Part withCount(int other) {
            return new Part(id, name, other, next);
        }
    }

    /** Functions that send nothing, or that hand out the driver's own. */
    private static final List<String> OTHERS = List.of("startSession", "withSession", "withTimeout", "collection");

    private static final Map<String, Consumer<Model<Part>>> CALLS = new LinkedHashMap<>();

    private static void call(String function, Consumer<Model<Part>> call) {
        CALLS.put(function, call);
    }

    static {
        List<Document> pipeline = List.of(new Document("$set", new Document("count", 9)));
        call("create", parts -> parts.create(Part.of(20)));
        call("createMany", parts -> parts.createMany(List.of(Part.of(20), Part.of(21))));
        call("update", parts -> parts.update(Part.of(1).withCount(5)));
        call("update by operators", parts -> parts.update(Part.of(1), inc("count", 1)));
        call("patch", parts -> parts.patch(Part.of(1), Part.of(1).withCount(7)));
        call("updateAndGet", parts -> parts.updateAndGet(Part.of(1).withCount(5)));
        call(
                "updateAll",
                parts -> parts.updateAll(
                        List.of(Part.of(1).withCount(5), Part.of(2).withCount(5))));
        call("replace", parts -> parts.replace(Part.of(1).withCount(5)));
        call("delete", parts -> parts.delete(Part.of(1)));
        call("find", parts -> parts.find().batchSize(2).toList());
        call("find stream", parts -> {
            try (Stream<Part> all = parts.find().batchSize(2).stream()) {
                assertThat(all.limit(1)).hasSize(1);
            }
        });
        call("findRaw", parts -> parts.findRaw().toList());
        call("findOne", parts -> parts.findOne(eq("_id", 1)));
        call("findById", parts -> parts.findById(1));
        call("get", parts -> parts.get(eq("_id", 1)));
        call("getRandomOne", Model::getRandomOne);
        call("getOrCreate", parts -> parts.getOrCreate(eq("_id", 20), () -> Part.of(20)));
        call("getOrCreate one there", parts -> parts.getOrCreate(eq("_id", 1), () -> Part.of(1)));
        call("findOneAndUpdate", parts -> parts.findOneAndUpdate(eq("_id", 1), inc("count", 1)));
        call("findOneAndReplace", parts -> parts.findOneAndReplace(eq("_id", 1), Part.of(1)));
        call("findOneAndDelete", parts -> parts.findOneAndDelete(eq("_id", 1)));
        call("updateOne", parts -> parts.updateOne(eq("_id", 1), inc("count", 1)));
        call("updateOne by a pipeline", parts -> parts.updateOne(eq("_id", 1), pipeline));
        call("updateMany", parts -> parts.updateMany(lt("_id", 3), inc("count", 1)));
        call("updateMany by a pipeline", parts -> parts.updateMany(lt("_id", 3), pipeline));
        call("deleteOne", parts -> parts.deleteOne(eq("_id", 1)));
        call("deleteMany", parts -> parts.deleteMany(lt("_id", 3)));
        call(
                "bulkWrite",
                parts -> parts.bulkWrite(
                        List.of(new InsertOneModel<>(Part.of(20)), new DeleteOneModel<>(eq("_id", 1)))));
        call("countDocuments", Model::countDocuments);
        call("estimatedDocumentCount", Model::estimatedDocumentCount);
        call("exists", Model::exists);
        call("distinct", parts -> parts.distinct(field(Part::name)).toList());
        call("aggregate", parts -> parts.aggregate(List.of(Aggregates.limit(3))).toList());
        call("loadRelated", parts -> parts.loadRelated(Part.of(1), "next"));
    }

    private final Odm odm;
    private final CommandRecorder recorder;
    private final Model<Part> parts;

    SessionCallTest(Odm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
        this.parts = odm.model(Part.class);
    }

    static Stream<String> calls() {
        return CALLS.keySet().stream();
    }

    @BeforeEach
    void storeParts() {
        parts.deleteMany(new Document());
        parts.createMany(Stream.of(1, 2, 3, 4, 5).map(Part::of).toList());
    }

    @Test
    void everyFunctionOfAModelIsCalled() {
        assertThat(Stream.of(Model.class.getMethods()).map(Method::getName).filter(name -> !OTHERS.contains(name)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(calls()).anyMatch(call -> call.split(" ", 2)[0].equals(name)));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyCallGoesThroughItsSession(String call) {
        try (Session session = odm.startSession()) {
            List<Command> sent = sentBy(call, session);

            assertThat(sent)
                    .allSatisfy(command -> assertThat(command.document())
                            .containsEntry(
                                    "lsid",
                                    session.clientSession().getServerSession().getIdentifier())
                            .doesNotContainKey("autocommit"));
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyCallIsPartOfTheTransactionAndIsUndoneWithIt(String call) {
        List<Part> before = parts.find().toList();
        try (Session session = odm.startSession()) {
            session.startTransaction();
            List<Command> sent = sentBy(call, session);

            assertThat(sent)
                    .allSatisfy(command -> assertThat(command.document())
                            .containsEntry(
                                    "lsid",
                                    session.clientSession().getServerSession().getIdentifier())
                            .containsEntry("autocommit", BsonBoolean.FALSE)
                            .containsKey("txnNumber"));
            assertThat(sent.getFirst().document()).containsEntry("startTransaction", BsonBoolean.TRUE);
            session.abortTransaction();
        }
        assertThat(parts.find().toList()).isEqualTo(before);
    }

    private List<Command> sentBy(String call, Session session) {
        List<Command> sent =
                recorder.during(() -> requireNonNull(CALLS.get(call)).accept(parts.withSession(session)));
        assertThat(sent).isNotEmpty();
        return sent;
    }
}
