package io.mongoodm.reference;

import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that the reference cannot store: decimals, dates, UUIDs, sets; and a field that is really renamed. */
@OdmTest(models = StoredValuesTest.Invoice.class)
class StoredValuesTest extends WriteTest {
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final Invoice INVOICE = new Invoice(
            ID,
            new BigDecimal("12.50"),
            LocalDate.of(2024, 2, 29),
            Instant.parse("2024-02-29T23:59:59.999Z"),
            Set.of("paid"),
            Optional.of("Ann"));

    StoredValuesTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @OdmModel(collection = "invoices")
    record Invoice(
            UUID id,
            BigDecimal total,
            LocalDate due,
            Instant sent,
            @BsonProperty("labels") Set<String> tags,
            Optional<String> customer) {
        Invoice withTotal(BigDecimal other) {
            return new Invoice(id, other, due, sent, tags, customer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void haveTheirOwnFormAndComeBackEqual(Form form) {
        Model<Invoice> invoices = form.model(async, Invoice.class);

        assertThat(invoices.create(INVOICE)).isEqualTo(INVOICE);
        assertThat(stored("invoices"))
                .containsExactly(json("{_id: {$uuid: '" + ID + "'}, total: {$numberDecimal: '12.50'},"
                        + " due: {$date: '2024-02-29T00:00:00Z'}, sent: {$date: '2024-02-29T23:59:59.999Z'},"
                        + " labels: ['paid'], customer: 'Ann'}"));
        assertThat(invoices.findById(ID)).contains(INVOICE);
    }

    @ParameterizedTest
    @EnumSource
    void areFoundByTheirStoredForm(Form form) {
        Model<Invoice> invoices = form.model(async, Invoice.class);
        invoices.create(INVOICE);

        assertThat(invoices.exists(field(Invoice::id).eq(ID))).isTrue();
        assertThat(invoices.exists(field(Invoice::total).gt(new BigDecimal("12.49"))))
                .isTrue();
        assertThat(invoices.exists(field(Invoice::due).lt(LocalDate.of(2024, 3, 1))))
                .isTrue();
        assertThat(invoices.exists(elements(Invoice::tags).eq("paid"))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void areUpdatedUnderTheirStoredNames(Form form) {
        Model<Invoice> invoices = form.model(async, Invoice.class);
        invoices.create(INVOICE);

        assertThat(updateSentBy(() -> invoices.updateOne(
                        field(Invoice::id).eq(ID), elements(Invoice::tags).push("late"))))
                .isEqualTo(json("{q: {_id: {$uuid: '" + ID + "'}}, u: {$push: {labels: 'late'}}}"));
        assertThat(updateSentBy(() -> invoices.patch(INVOICE, INVOICE.withTotal(new BigDecimal("13")))))
                .isEqualTo(json("{q: {_id: {$uuid: '" + ID + "'}}, u: {$set: {total: {$numberDecimal: '13'}}}}"));
    }
}
