package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mongoodm.Odm;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.reference.HandleForm.Handle;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.OdmTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code dropDatabase}, {@code withDatabase}, and models with a database of their own. */
@OdmTest(models = {Note.class, DatabaseTest.Elsewhere.class})
class DatabaseTest extends WriteTest {
    private static final String OTHER = "odm_test_other";

    DatabaseTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @OdmModel(collection = "elsewhere", database = "odm_test_elsewhere")
    record Elsewhere(int id) {}

    @AfterEach
    void dropOthers() {
        odm.dropDatabase(OTHER);
        odm.dropDatabase("odm_test_elsewhere");
    }

    @ParameterizedTest
    @EnumSource
    void dropSendsOneCommandToItsDatabase(HandleForm form) {
        Handle handle = form.over(odm);
        handle.model(Note.class).create(Note.of("n", "x"));

        assertThat(recorder.during(handle::dropDatabase)).singleElement().satisfies(drop -> {
            assertThat(drop.plain()).isEqualTo(json("{dropDatabase: 1}"));
            assertThat(drop.database()).isEqualTo(odm.database().getName());
        });
        assertThat(handle.model(Note.class).exists()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anotherDatabaseIsDroppedByName(HandleForm form) {
        Handle handle = form.over(odm);
        handle.model(Note.class).create(Note.of("n", "x"));
        handle.withDatabase(OTHER).model(Note.class).create(Note.of("n", "x"));

        handle.dropDatabase(OTHER);

        assertThat(handle.model(Note.class).exists()).isTrue();
        assertThat(handle.withDatabase(OTHER).model(Note.class).exists()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void viewHasTheModelsAndTheClientOfItsHandle(HandleForm form) {
        Handle handle = form.over(odm);
        Handle view = handle.withDatabase(OTHER);

        assertThat(recorder.during(() -> view.model(Note.class).create(Note.of("n", "x"))))
                .singleElement()
                .satisfies(insert -> assertThat(insert.database()).isEqualTo(OTHER));
        assertThat(view.synchronous().client()).isSameAs(odm.client());
        assertThat(view.synchronous().database().getName()).isEqualTo(OTHER);
        assertThat(handle.model(Note.class).exists()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void closingAViewLeavesTheHandleOpen(HandleForm form) {
        Handle handle = form.over(odm);
        Handle view = handle.withDatabase(OTHER);

        assertThat(view.disconnect()).isTrue();
        assertThat(view.disconnect()).isFalse();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> view.model(Note.class))
                .withMessageContaining("is closed");
        assertThat(handle.model(Note.class).exists()).isFalse();
    }

    @Test
    void closingAViewLeavesTheClientOpenThatItsHandleOpened(EmbeddedMongo server) {
        try (Odm own = Odm.connect(server.uri(), Note.class)) {
            own.withDatabase(OTHER).close();

            assertThat(own.model(Note.class).exists()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void modelsOwnDatabaseGoesBeforeTheHandles(HandleForm form) {
        Handle handle = form.over(odm);

        assertThat(recorder.during(() -> handle.model(Elsewhere.class).create(new Elsewhere(1))))
                .singleElement()
                .satisfies(insert -> assertThat(insert.database()).isEqualTo("odm_test_elsewhere"));
        handle.dropDatabase();
        assertThat(handle.model(Elsewhere.class).exists()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void namesThatNoDatabaseCanHaveAreRefusedAtTheCall(HandleForm form) {
        Handle handle = form.over(odm);

        for (String name : new String[] {"", "a b", "a.b", "a/b", "x".repeat(64)}) {
            String message = "No database can have the name \"" + name
                    + "\": give it 1 to 63 bytes without / \\ . \" $, space and the null character";
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> handle.withDatabase(name))
                    .withMessage(message);
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> handle.dropDatabase(name))
                    .withMessage(message);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nullNamesAreRefused(HandleForm form) {
        Handle handle = form.over(odm);

        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> handle.withDatabase(none()))
                .withMessage("name");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> handle.dropDatabase(none()))
                .withMessage("name");
    }
}
