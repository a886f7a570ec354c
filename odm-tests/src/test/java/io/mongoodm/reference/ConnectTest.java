package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoTimeoutException;
import io.mongoodm.InvalidModelException;
import io.mongoodm.Odm;
import io.mongoodm.reference.HandleForm.Handle;
import io.mongoodm.reference.Written.Note;
import io.mongoodm.reference.Written.Person;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.OdmTest;
import java.time.Duration;
import java.util.List;
import kotlin.Pair;
import org.bson.Document;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code connect}: what it takes, and how it fails. */
@OdmTest
class ConnectTest {
    private final EmbeddedMongo mongo;

    ConnectTest(EmbeddedMongo mongo) {
        this.mongo = mongo;
    }

    @ParameterizedTest
    @EnumSource
    void uriNamesTheDatabase(HandleForm form) {
        String uri = mongo.uri();
        try (Handle handle = form.connect(uri, Note.class)) {
            handle.model(Note.class).create(Note.of("n", "x"));

            assertThat(uri).contains("/" + handle.synchronous().database().getName());
            assertThat(handle.model(Note.class).countDocuments()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalHandlesAreOpenAtOnce(HandleForm form) {
        try (Handle one = form.connect(mongo.uri(), Note.class);
                Handle other = form.connect(mongo.uri(), Note.class, Person.class)) {
            one.model(Note.class).create(Note.of("n", "one"));
            other.model(Note.class).create(Note.of("n", "other"));

            assertThat(one.model(Note.class).get(new Document()).text()).isEqualTo("one");
            assertThat(other.model(Note.class).get(new Document()).text()).isEqualTo("other");
            assertThat(one.disconnect()).isTrue();
            assertThat(other.model(Note.class).countDocuments())
                    .as("closing one leaves the other open")
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void malformedUriIsRefused(HandleForm form) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> form.connect("localhost/shop"))
                .withMessage("The connection string is malformed: The connection string is invalid. Connection strings"
                        + " must start with either 'mongodb://' or 'mongodb+srv://");
    }

    @ParameterizedTest
    @EnumSource
    void malformedUriWithCredentialsIsNotShown(HandleForm form) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> form.connect("mongodb://ann:s@cret:word@localhost/shop"))
                .withMessage("The connection string is malformed; what is wrong with it is not said because it holds"
                        + " credentials. Is every special character of user name and password escaped?")
                .withNoCause();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> form.connect("mongodb://localhost/shop?proxyPassword=secret&x"))
                .withMessage("The connection string is malformed; what is wrong with it is not said because it holds"
                        + " credentials. Is every special character of user name and password escaped?")
                .withNoCause();
    }

    @ParameterizedTest
    @EnumSource
    void uriWithAValueThatNoClientTakesIsRefused(HandleForm form) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> form.connect("mongodb://localhost/shop?maxPoolSize=-1"))
                .withMessage("The connection string has an option with a value that no client takes: state should be:"
                        + " maxSize >= 0");
    }

    @ParameterizedTest
    @EnumSource
    void uriWithoutADatabaseIsRefused(HandleForm form) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> form.connect("mongodb://ann:secret@localhost:27017/?appName=x"))
                .withMessage("No database is named: name it in the URI, as in mongodb://host/database");
    }

    @ParameterizedTest
    @EnumSource
    void nullsAreRefused(HandleForm form) {
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> form.connect(WriteTest.none()))
                .withMessage("uri");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> form.connect("mongodb://localhost/shop", WriteTest.<Class<?>[]>none()))
                .withMessage("models");
        assertThatExceptionOfType(NullPointerException.class)
                .isThrownBy(() -> form.connect("mongodb://localhost/shop", Note.class, WriteTest.none()))
                .withMessage("model");
    }

    @ParameterizedTest
    @EnumSource
    void modelThatIsNoRecordIsRefused(HandleForm form) {
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> form.connect("mongodb://localhost/shop", String.class))
                .withMessageContaining("String")
                .satisfies(e -> assertThat(e.problems()).hasSize(1));
    }

    record Route(int id, Pair<String, String> ends) {}

    @ParameterizedTest
    @EnumSource
    void dataClassOfKotlinIsRefusedWithItsOwnRemedy(HandleForm form) {
        assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> form.connect("mongodb://localhost/shop", Pair.class, Route.class))
                .satisfies(e -> assertThat(e.problems())
                        .containsExactly(
                                "Class kotlin.Pair is no record and no sealed interface of records: annotate a"
                                        + " data class of Kotlin with @JvmRecord",
                                "Component ends of record Route has type Pair<String, String>, which has no"
                                        + " stored form: annotate a data class of Kotlin with @JvmRecord, or give"
                                        + " the client a codec for it"));
    }

    @ParameterizedTest
    @EnumSource
    void unregisteredModelIsRefused(HandleForm form) {
        try (Handle handle = form.connect(mongo.uri(), Note.class)) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> handle.model(Person.class))
                    .withMessageContaining("Person");
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> handle.model(String.class))
                    .withMessageContaining("String");
            assertThatExceptionOfType(NullPointerException.class)
                    .isThrownBy(() -> handle.model(WriteTest.none()))
                    .withMessage("type");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(60)
    void serverThatIsNotThereFailsWithItsAddressAndClosesCleanly(HandleForm form) {
        Handle handle = form.connect("mongodb://127.0.0.1:1/shop?serverSelectionTimeoutMS=300", Note.class);

        assertThatExceptionOfType(MongoTimeoutException.class)
                .isThrownBy(() -> handle.model(Note.class).countDocuments())
                .withMessageStartingWith("Timed out while waiting for a server")
                .withMessageContaining("127.0.0.1:1");
        assertThatExceptionOfType(MongoTimeoutException.class)
                .isThrownBy(() -> handle.model(Note.class).create(Note.of("n", "x")))
                .withMessageContaining("127.0.0.1:1");
        List<Thread> ofTheDriver = driverThreads("127.0.0.1:1");
        assertThat(ofTheDriver).isNotEmpty();
        assertThat(handle.disconnect()).isTrue();
        assertThat(ofTheDriver)
                .allSatisfy(thread ->
                        assertThat(thread.join(Duration.ofSeconds(20))).isTrue());
    }

    private static List<Thread> driverThreads(String address) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("cluster-")
                        && thread.getName().endsWith(address))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void connectingSendsNothing(HandleForm form) {
        try (Handle handle = form.connect("mongodb://127.0.0.1:1/shop", Note.class)) {
            assertThat(handle.synchronous().database().getName()).isEqualTo("shop");
        }
    }

    @ParameterizedTest
    @EnumSource
    void handleOverAnotherLeavesItOpen(HandleForm form) {
        try (Odm odm = Odm.connect(mongo.uri(), Note.class)) {
            Handle over = form == HandleForm.ASYNC
                    ? form.over(odm)
                    : form.over(odm.withDatabase(odm.database().getName()));
            assertThat(over.disconnect()).isTrue();

            assertThat(odm.model(Note.class).countDocuments()).isZero();
        }
    }
}
