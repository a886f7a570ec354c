package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.gte;
import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.field;
import static io.mongoodm.reference.Sent.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.Collation;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Query;
import io.mongoodm.Ref;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = {Book.class, DistinctTest.Loan.class})
@SuppressWarnings("NullAway") // it takes the accessor of a nullable component for one that never gives null
final class DistinctTest {
    enum Kind {
        HOME,
        READING_ROOM
    }

    record Shelf(String room, int board) {}

    @OdmModel(collection = "loans")
    record Loan(
            int id,
            Kind kind,
            UUID reader,
            LocalDate day,
            Duration length,
            Ref<Book> book,
            @Nullable Shelf shelf,
            List<Shelf> history) {}

    private static final UUID READER = UUID.fromString("00000000-0000-0000-0000-000000000007");
    private static final Shelf SHELF = new Shelf("north", 3);

    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    DistinctTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void storeBooks() {
        Book.store(odm.synchronous().model(Book.class), Book.ALL);
        Model<Loan> loans = odm.synchronous().model(Loan.class);
        loans.deleteMany(new Document());
        loans.createMany(List.of(loan(1, Kind.HOME, 3), loan(2, Kind.READING_ROOM, 3), loan(3, Kind.HOME, 4)));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void eachValueComesOnceAndNullIsLeftOut(Form form) {
        Query<Double> ratings = books(form).distinct(field(Book::rating));

        assertThat(Sent.by(recorder, () -> assertThat(ratings.toList()).containsExactlyInAnyOrder(3.5, 4.0)))
                .containsExactly(command("{distinct: 'books', key: 'rating', query: {}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aStoredNullIsLeftOutToo(Form form) {
        odm.synchronous()
                .model(Book.class)
                .collection()
                .updateOne(new Document("_id", 3), new Document("$set", new Document("rating", null)));

        assertThat(books(form).distinct(field(Book::rating)).toList()).containsExactlyInAnyOrder(3.5, 4.0);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aFilterIsSent(Form form) {
        Query<Integer> years = books(form).distinct(field(Book::year), gte("year", 1850));

        assertThat(Sent.by(recorder, () -> assertThat(years.toList()).containsExactlyInAnyOrder(1854, 1897)))
                .containsExactly(command("{distinct: 'books', key: 'year', query: {year: {$gte: 1850}}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void ofAListTheElementsAreGiven(Form form) {
        assertThat(books(form).distinct(elements(Book::tags)).toList())
                .containsExactlyInAnyOrder("island", "satire", "woods", "castle", "night");
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aNestedComponentIsNamedByItsPath(Form form) {
        Query<String> countries = books(form).distinct(field(Book::author).then(Book.Author::country));

        assertThat(Sent.by(recorder, () -> assertThat(countries.toList()).containsExactlyInAnyOrder("GB", "FR", "IE")))
                .containsExactly(command("{distinct: 'books', key: 'author.country', query: {}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void valuesAreReadAsTheirComponentIs(Form form) {
        Model<Loan> loans = form.model(odm, Loan.class);

        assertThat(loans.distinct(field(Loan::kind)).toList()).containsExactlyInAnyOrder(Kind.HOME, Kind.READING_ROOM);
        assertThat(loans.distinct(field(Loan::reader)).toList()).containsExactly(READER);
        assertThat(loans.distinct(field(Loan::day)).toList()).containsExactly(LocalDate.of(2024, 2, 29));
        assertThat(loans.distinct(field(Loan::length)).toList()).containsExactly(Duration.ofDays(14));
        assertThat(loans.distinct(field(Loan::book)).toList()).containsExactlyInAnyOrder(Ref.to(3), Ref.to(4));
        assertThat(loans.distinct(field(Loan::shelf)).toList()).containsExactly(SHELF);
        assertThat(loans.distinct(elements(Loan::history)).toList()).containsExactly(SHELF);
    }

    /** An engine of CI finds nothing under lists; what reaches it is right. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void aComponentOfTheElementsIsNamedByItsPath(Form form) {
        Query<Integer> boards =
                form.model(odm, Loan.class).distinct(elements(Loan::history).then(Shelf::board));

        assertThat(Sent.by(recorder, boards::toList))
                .containsExactly(command("{distinct: 'loans', key: 'history.board', query: {}}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void firstAndStreamWorkAsOnAnyQuery(Form form) {
        Query<Integer> years = books(form).distinct(field(Book::year), gte("year", 1897));

        assertThat(years.first()).contains(1897);
        assertThat(years.get()).isEqualTo(1897);
        assertThat(years.stream()).containsExactly(1897);
        assertThat(books(form).distinct(field(Book::year), gte("year", 2000)).first())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void hintCollationAndCommentAreSent(Form form) {
        Query<Integer> years = books(form)
                .distinct(field(Book::year))
                .hint(new Document("id", 1))
                .collation(Collation.builder().locale("simple").build())
                .comment("stock-taking");

        assertThat(Sent.by(recorder, years::toList))
                .containsExactly(
                        command("{distinct: 'books', key: 'year', query: {}, hint: {_id: 1}, collation: {locale:"
                                + " 'simple'}, comment: 'stock-taking'}"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatDistinctDoesNotTakeIsRefusedAtTheCall(Form form) {
        Query<Integer> years = books(form).distinct(field(Book::year));

        for (var refused : Map.<String, Runnable>of(
                        "sort", () -> years.sort(new Document("year", 1)),
                        "skip", () -> years.skip(1),
                        "limit", () -> years.limit(1),
                        "projection", () -> years.projection(new Document("year", 1)))
                .entrySet()) {
            assertThatThrownBy(refused.getValue()::run)
                    .isExactlyInstanceOf(InvalidFilterException.class)
                    .hasMessage("distinct has no " + refused.getKey()
                            + ": use aggregate with a $group on the field, which has one");
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void nullIsRefusedAtTheCall(Form form) {
        assertThatThrownBy(() -> books(form).distinct(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("field");
        assertThatThrownBy(() -> books(form).distinct(field(Book::year), null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("filter");
    }

    private static Loan loan(int id, Kind kind, int book) {
        return new Loan(
                id, kind, READER, LocalDate.of(2024, 2, 29), Duration.ofDays(14), Ref.to(book), SHELF, List.of(SHELF));
    }

    private Model<Book> books(Form form) {
        return form.model(odm, Book.class);
    }
}
