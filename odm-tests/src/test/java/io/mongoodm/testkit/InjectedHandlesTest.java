package io.mongoodm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.mongoodm.Odm;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The handles and the recorder that {@link OdmTest} injects, seen from test classes that take them. */
class InjectedHandlesTest {
    private static final List<Odm> HANDLES = new ArrayList<>();
    private static final List<AsyncOdm> ASYNC_HANDLES = new ArrayList<>();
    private static final List<String> COMMANDS = new ArrayList<>();

    record Note(String id, String text) {}

    @AfterEach
    void forget() {
        HANDLES.clear();
        ASYNC_HANDLES.clear();
        COMMANDS.clear();
    }

    @OdmTest(server = Server.IN_PROCESS, models = Note.class)
    static class TakesBothHandles {
        TakesBothHandles(Odm odm, AsyncOdm asyncOdm) {
            HANDLES.add(odm);
            ASYNC_HANDLES.add(asyncOdm);
        }

        @Test
        void oneWritesAndTheOtherReads(Odm odm, AsyncOdm asyncOdm) {
            HANDLES.add(odm);
            odm.model(Note.class).create(new Note("1", "first"));
            assertThat(asyncOdm.model(Note.class).afindById("1").join()).contains(new Note("1", "first"));
        }
    }

    @Test
    void handlesAreTheSameForTheWholeClassAndOneIsOverTheOther() {
        run(TakesBothHandles.class).assertStatistics(tests -> tests.started(1).succeeded(1));

        assertThat(HANDLES).hasSize(2);
        assertThat(HANDLES.getFirst()).isSameAs(HANDLES.getLast());
        assertThat(ASYNC_HANDLES.getFirst().synchronous()).isSameAs(HANDLES.getFirst());
    }

    @Test
    void handlesAreClosedAfterTheClass() {
        run(TakesBothHandles.class);

        assertThatIllegalStateException()
                .isThrownBy(() -> HANDLES.getFirst().model(Note.class).countDocuments())
                .withMessageContaining("closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> ASYNC_HANDLES.getFirst().model(Note.class).acountDocuments())
                .withMessageContaining("closed");
    }

    @OdmTest(server = Server.IN_PROCESS, models = Note.class)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class TakesTheRecorder {
        @Test
        void oneTest(Odm odm, AsyncOdm asyncOdm, CommandRecorder recorder) {
            writeWithBoth(odm, asyncOdm, recorder);
        }

        @Test
        void anotherTest(Odm odm, AsyncOdm asyncOdm, CommandRecorder recorder) {
            writeWithBoth(odm, asyncOdm, recorder);
        }

        private static void writeWithBoth(Odm odm, AsyncOdm asyncOdm, CommandRecorder recorder) {
            odm.model(Note.class).create(new Note("a", "text"));
            asyncOdm.model(Note.class).adeleteMany(new Document()).join();
            COMMANDS.addAll(recorder.names());
        }
    }

    @Test
    void recorderSeesBothHandlesAndEachTestStartsWithAnEmptyOne() {
        run(TakesTheRecorder.class).assertStatistics(tests -> tests.started(2).succeeded(2));

        assertThat(COMMANDS).containsExactly("insert", "delete", "insert", "delete");
    }

    private static Events run(Class<?> test) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(test))
                .execute()
                .testEvents();
    }
}
