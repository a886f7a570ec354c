package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.GetOrCreate;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.annotation.CreatedAt;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the filter of get-or-create says about the document that is created. */
@OdmTest(models = {Book.class, GetOrCreateConditionTest.Reader.class, GetOrCreateConditionTest.Card.class})
final class GetOrCreateConditionTest {
    record Home(String city, String street) {}

    @OdmModel(collection = "readers")
    record Reader(
            @Nullable ObjectId id,
            String name,
            @Nullable Home home,
            List<String> languages,
            @CreatedAt @Nullable Instant joined) {}

    @OdmModel(collection = "cards")
    record Card(@Nullable Integer id, String owner) {}

    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    GetOrCreateConditionTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void empty() {
        odm.synchronous().model(Book.class).deleteMany(new Document());
        odm.synchronous().model(Reader.class).deleteMany(new Document());
        odm.synchronous().model(Card.class).deleteMany(new Document());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theCreatedRecordIsWhatAReadGives(Form form) {
        GetOrCreate<Reader> ann = readers(form).getOrCreate(eq("name", "Ann"), () -> reader("Ann", null));

        assertThat(ann.created()).isTrue();
        assertThat(ann.document().id()).isNotNull();
        assertThat(ann.document().joined()).isNotNull();
        assertThat(readers(form).get(eq("name", "Ann"))).isEqualTo(ann.document());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aNullIdIsTakenFromTheFilter(Form form) {
        ObjectId id = new ObjectId();

        assertThat(form.model(odm, Card.class)
                        .getOrCreate(eq("id", 7), () -> new Card(null, "Ann"))
                        .document())
                .isEqualTo(new Card(7, "Ann"));
        assertThat(readers(form)
                        .getOrCreate(field(Reader::id).eq(id), () -> reader("Ann", null))
                        .document()
                        .id())
                .isEqualTo(id);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void dottedKeysAreKept(Form form) {
        Home home = new Home("Rome", "Via Appia");

        GetOrCreate<Reader> created = readers(form).getOrCreate(eq("home.city", "Rome"), () -> reader("Ann", home));

        assertThat(created.created()).isTrue();
        assertThat(readers(form).find(eq("home.city", "Rome")).toList()).containsExactly(created.document());
        assertThat(created.document().home()).isEqualTo(home);
        assertThat(readers(form)
                        .getOrCreate(eq("home.city", "Rome"), GetOrCreateConditionTest::never)
                        .created())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anElementOfAListIsHeldByTheList(Form form) {
        GetOrCreate<Reader> created =
                readers(form).getOrCreate(elements(Reader::languages).eq("fr"), () -> reader("Ann", null));

        assertThat(created.created()).isTrue();
        assertThat(readers(form).get(eq("name", "Ann")).languages()).containsExactly("de", "fr");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void conditionsThatAreNoEqualitiesOnlyFind(Form form) {
        assertThat(books(form)
                        .getOrCreate(and(eq("title", "Emma"), gt("year", 1800)), () -> Book.EMMA)
                        .created())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aRecordThatTheFilterWouldNotFindIsRefusedBeforeAnythingIsWritten(Form form) {
        String message = "The filter of getOrCreate demands another %s than the new Book has, so each call would"
                + " create one more: make the supplier return what the filter looks for";

        assertThat(Sent.namesBy(
                        recorder,
                        () -> assertThatThrownBy(() -> books(form).getOrCreate(eq("title", "Walden"), () -> Book.EMMA))
                                .isExactlyInstanceOf(InvalidFilterException.class)
                                .hasMessage(message.formatted("title"))))
                .containsExactly("find");
        assertThatThrownBy(() ->
                        books(form).getOrCreate(and(eq("title", "Emma"), eq("author.name", "Bronte")), () -> Book.EMMA))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage(message.formatted("author.name"));
        assertThatThrownBy(() -> books(form).getOrCreate(eq("_id", 4), () -> Book.EMMA))
                .isExactlyInstanceOf(InvalidFilterException.class)
                .hasMessage(message.formatted("_id"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void numbersAreEqualWhateverTheirType(Form form) {
        assertThat(books(form)
                        .getOrCreate(new Document("year", 1815L).append("_id", 3.0), () -> Book.EMMA)
                        .document())
                .isEqualTo(Book.EMMA);
    }

    private static <T> T never() {
        throw new AssertionError("the supplier ran");
    }

    private static Reader reader(String name, @Nullable Home home) {
        return new Reader(null, name, home, List.of("de", "fr"), null);
    }

    private Model<Book> books(Form form) {
        return form.model(odm, Book.class);
    }

    private Model<Reader> readers(Form form) {
        return form.model(odm, Reader.class);
    }
}
