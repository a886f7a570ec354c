package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.rename;
import static com.mongodb.client.model.Updates.unset;
import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.result.UpdateResult;
import io.mongoodm.InvalidFilterException;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.annotation.Aliases;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.annotation.Version;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.FormerNamesTest.Ticket;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Components that were renamed, over documents that still have the old names: what is written never comes undone. */
@OdmTest(models = Ticket.class)
class FormerNamesTest extends WriteTest {
    record Line(@Aliases("text") @Nullable String name, int pieces) {}

    record Contact(String mail, int calls) {}

    @OdmModel(collection = "tickets")
    record Ticket(
            int id,
            @Aliases({"subject", "topic"}) @Nullable String title,
            @Aliases("owner") @Nullable Contact contact,
            List<Line> lines,
            @Version long version) {
        Ticket withTitle(@Nullable String title) {
            return new Ticket(id, title, contact, lines, version);
        }

        Ticket withContact(@Nullable Contact contact) {
            return new Ticket(id, title, contact, lines, version);
        }
    }

    /** A row with the old names too. */
    record Titled(int id, @Aliases("subject") @Nullable String title) {}

    /** A row that would be without the title of an old document. */
    record Untitled(int id, @Nullable String title) {}

    FormerNamesTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    private Model<Ticket> old(Form form) {
        store(
                "tickets",
                "{_id: 1, subject: 'old', owner: {mail: 'a@b', calls: 7}, lines: [{text: 'x', pieces: 2}], version:"
                        + " {$numberLong: '0'}}");
        return form.model(async, Ticket.class);
    }

    @ParameterizedTest
    @EnumSource
    void aTypedFieldThatIsUnsetDoesNotComeBackUnderAFormerName(Form form) {
        Model<Ticket> tickets = old(form);

        assertThat(updateSentBy(() ->
                                tickets.updateOne(eq(1), field(Ticket::title).set(null)))
                        .get("u"))
                .isEqualTo(json("{$unset: {title: '', subject: '', topic: ''}, $inc: {version: {$numberLong: '1'}}}"));

        assertThat(tickets.get(eq(1)).title()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSetTakesThePlaceOfTheFormerNames(Form form) {
        Model<Ticket> tickets = old(form);

        assertThat(updateSentBy(() ->
                                tickets.updateOne(eq(1), field(Ticket::title).set("new")))
                        .get("u"))
                .isEqualTo(json("{$set: {title: 'new'}, $unset: {subject: '', topic: ''},"
                        + " $inc: {version: {$numberLong: '1'}}}"));

        tickets.updateMany(new Document(), rename("subject", "title"));
        assertThat(tickets.get(eq(1)).title()).isEqualTo("new");
    }

    @ParameterizedTest
    @EnumSource
    void recordsAndPatchesLeaveNoFormerNameBehind(Form form) {
        Model<Ticket> tickets = old(form);
        Ticket read = tickets.get(eq(1));

        Ticket updated = tickets.updateAndGet(read.withTitle("new"));

        assertThat(stored("tickets").getFirst().keySet())
                .containsExactlyInAnyOrder("_id", "title", "contact", "lines", "version");
        store("tickets", "{_id: 2, subject: 'old', owner: {mail: 'a@b', calls: 7}, version: {$numberLong: '0'}}");
        Ticket other = tickets.get(eq(2));
        assertThat(updateSentBy(() -> tickets.patch(other, other.withTitle("new")))
                        .get("u"))
                .isEqualTo(json("{$set: {title: 'new'}, $unset: {subject: '', topic: ''},"
                        + " $inc: {version: {$numberLong: '1'}}}"));
        assertThat(tickets.find().toList()).contains(updated);
    }

    @ParameterizedTest
    @EnumSource
    void aPatchReplacesARenamedRecordWhole(Form form) {
        Model<Ticket> tickets = old(form);
        Ticket read = tickets.get(eq(1));

        tickets.patch(read, read.withContact(new Contact("c@d", 7)));

        assertThat(tickets.get(eq(1)).contact()).isEqualTo(new Contact("c@d", 7));
    }

    @ParameterizedTest
    @EnumSource
    void bulkWritesAndPlacesInListsAreAlike(Form form) {
        Model<Ticket> tickets = old(form);

        tickets.bulkWrite(List.of(
                new UpdateOneModel<>(
                        eq(1), elements(Ticket::lines).at(0).then(Line::name).set(null)),
                new UpdateOneModel<>(eq(1), field(Ticket::title).unset())));

        assertThat(tickets.get(eq(1)).lines()).containsExactly(new Line(null, 2));
        assertThat(tickets.get(eq(1)).title()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateThatNamesAFormerNameKeepsItsWord(Form form) {
        Model<Ticket> tickets = old(form);

        assertThat(updateSentBy(() -> tickets.updateOne(
                                eq(1), combine(field(Ticket::title).set("new"), unset("subject"))))
                        .get("u"))
                .isEqualTo(json("{$set: {title: 'new'}, $unset: {subject: '', topic: ''},"
                        + " $inc: {version: {$numberLong: '1'}}}"));
    }

    @ParameterizedTest
    @EnumSource
    void aRowReadsTheFormerNamesThatItHasItself(Form form) {
        Model<Ticket> tickets = old(form);

        assertThat(tickets.find().project(Titled.class).toList()).containsExactly(new Titled(1, "old"));
    }

    @ParameterizedTest
    @EnumSource
    void aRowWithoutTheFormerNamesIsRefused(Form form) {
        Model<Ticket> tickets = form.model(async, Ticket.class);

        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> tickets.find().project(Untitled.class))
                .withMessage("Component title of Untitled reads \"title\", which Ticket reads under the former name"
                        + " \"subject\" too (projection): declare @Aliases on it, or take them off the model when the"
                        + " stored fields are renamed");
    }

    @ParameterizedTest
    @EnumSource
    void theStoredFieldIsRenamedWhereItIsStillThere(Form form) {
        Model<Ticket> tickets = old(form);
        tickets.create(new Ticket(2, "new", null, List.of(), 0));

        UpdateResult renamed =
                odm.model(Ticket.class).collection().updateMany(exists("subject"), rename("subject", "title"));

        assertThat(renamed.getMatchedCount()).isEqualTo(1);
        assertThat(tickets.find(field(Ticket::title).eq("old")).toList())
                .extracting(Ticket::version)
                .containsExactly(0L);
    }

    @ParameterizedTest
    @EnumSource
    void aFilterByAFormerNameIsAnsweredWithThePresentOne(Form form) {
        Model<Ticket> tickets = form.model(async, Ticket.class);

        assertThatExceptionOfType(InvalidFilterException.class)
                .isThrownBy(() -> tickets.find(eq("subject", "x")))
                .withMessage(
                        "Ticket has no field \"subject\" (filter, at subject): it is a former name of \"title\": name"
                                + " that one, and rename what is stored with $rename");
    }
}
