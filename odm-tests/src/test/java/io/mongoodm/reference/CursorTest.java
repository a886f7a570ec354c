package io.mongoodm.reference;

import static com.mongodb.client.model.Sorts.ascending;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.Model;
import io.mongoodm.Query;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = CursorTest.Page.class)
final class CursorTest {
    @OdmModel(collection = "pages")
    record Page(int id) {}

    private static final int PAGES = 250;

    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    CursorTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void storePages() {
        Model<Page> pages = odm.synchronous().model(Page.class);
        if (pages.countDocuments() == 0) {
            pages.createMany(IntStream.range(0, PAGES).mapToObj(Page::new).toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theServerChoosesTheSizeOfItsRepliesUnlessTheQueryDoes(Form form) {
        List<BsonDocument> sent =
                Sent.by(recorder, () -> assertThat(pages(form).find().toList()).hasSize(PAGES));

        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst()).isEqualTo(command("{find: 'pages', filter: {}}"));
        assertThat(sent.getLast().keySet()).containsExactly("getMore", "collection");
        assertThat(sent.getLast()).containsEntry("collection", new BsonString("pages"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aBatchSizeIsThatOfEveryReply(Form form) {
        List<BsonDocument> sent = Sent.by(
                recorder,
                () -> assertThat(pages(form).find().batchSize(100).toList()).hasSize(PAGES));

        assertThat(sent).hasSize(3).allSatisfy(one -> assertThat(one).containsEntry("batchSize", new BsonInt32(100)));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aStreamThatIsLeftEarlyClosesItsCursorAtTheServer(Form form) {
        List<String> sent = Sent.namesUntil(recorder, "killCursors", () -> {
            try (Stream<Page> stream = pages(form).find().sort(ascending("_id")).batchSize(10).stream()) {
                Iterator<Page> iterator = stream.iterator();
                assertThat(iterator.next()).isEqualTo(new Page(0));
            }
        });

        assertThat(sent).startsWith("find").endsWith("killCursors");
        assertThat(sent).filteredOn("getMore"::equals).hasSizeLessThanOrEqualTo(form == Form.ASYNC ? 1 : 0);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aStreamThatReachesItsEndNeedsNoClosing(Form form) {
        List<String> sent = Sent.namesBy(
                recorder, () -> assertThat(pages(form).find().stream().count()).isEqualTo(PAGES));

        assertThat(sent).containsExactly("find", "getMore");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void firstLeavesNoCursorOpen(Form form) {
        assertThat(Sent.namesBy(recorder, () -> pages(form).find().batchSize(10).first()))
                .containsExactly("find");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aLimitInsideTheFirstBatchNeedsNoSecondOne(Form form) {
        assertThat(Sent.namesBy(recorder, () -> pages(form).find().limit(20).toList()))
                .containsExactly("find");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aLimitIsKeptOverSeveralBatches(Form form) {
        Query<Page> limited = pages(form).find().batchSize(50).limit(120);

        assertThat(limited.toList()).hasSize(120);
        assertThat(limited.stream().count()).isEqualTo(120);
    }

    @Test
    void aStreamThatIsClosedBeforeItsFirstStepSendsNothing() {
        Stream<Page> stream = pages(Form.BLOCKING).find().stream();

        assertThat(Sent.namesBy(recorder, stream::close)).isEmpty();
    }

    @Test
    void closingAStreamTwiceClosesItsCursorOnce() {
        Stream<Page> stream = pages(Form.BLOCKING).find().batchSize(10).stream();
        stream.iterator().next();

        assertThat(Sent.namesBy(recorder, () -> {
                    stream.close();
                    stream.close();
                }))
                .containsExactly("killCursors");
    }

    @Test
    void aLoopThatIsLeftEarlyIsClosedWhenItsIteratorIsGarbage() {
        List<String> sent = Sent.namesUntilCollected(recorder, "killCursors", this::leaveALoopEarly);

        assertThat(sent).containsExactly("find", "killCursors");
    }

    /** In a method of its own, so that its iterator is garbage when it returns. */
    private void leaveALoopEarly() {
        for (Page page : pages(Form.BLOCKING).find().batchSize(10)) {
            assertThat(page).isNotNull();
            break;
        }
    }

    private Model<Page> pages(Form form) {
        return form.model(odm, Page.class);
    }
}
