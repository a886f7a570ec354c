package io.mongoodm.queries;

import static io.mongoodm.query.Fields.elements;
import static io.mongoodm.query.Fields.entries;
import static io.mongoodm.query.Fields.field;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.UpdateOptions;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Typed fields that lead into one variant of a nested sealed value. */
@OdmTest(models = VariantFieldsTest.Order.class)
class VariantFieldsTest {
    sealed interface Payment {
        record Card(
                @BsonProperty("no") String number, @Nullable Owner owner) implements Payment {}

        record Transfer(long number, List<Payment> parts) implements Payment {}
    }

    record Owner(String name) {}

    @OdmModel(collection = "variant_orders")
    record Order(int id, Payment payment, List<Payment> parts, Map<String, Payment> reserves) {}

    private static final Payment.Card CARD = new Payment.Card("4711", new Owner("Ann"));
    private static final Payment.Transfer TRANSFER = new Payment.Transfer(7, List.of(CARD));

    private final AsyncOdm odm;

    VariantFieldsTest(AsyncOdm odm) {
        this.odm = odm;
    }

    @BeforeEach
    void store() {
        Odm blocking = odm.synchronous();
        blocking.dropDatabase();
        blocking.model(Order.class)
                .createMany(List.of(
                        new Order(1, CARD, List.of(TRANSFER), Map.of()),
                        new Order(2, TRANSFER, List.of(CARD, TRANSFER), Map.of("a", CARD))));
    }

    @ParameterizedTest
    @EnumSource
    void filtersNameWhatOneVariantHas(Form form) {
        Model<Order> orders = form.model(odm, Order.class);
        var card = field(Order::payment).variant(Payment.Card.class);
        var transfer = field(Order::payment).variant(Payment.Transfer.class);

        assertThat(orders.find(card.then(Payment.Card::number).eq("4711")).toList())
                .extracting(Order::id)
                .containsExactly(1);
        assertThat(orders.find(card.then(Payment.Card::owner).then(Owner::name).eq("Ann"))
                        .toList())
                .extracting(Order::id)
                .containsExactly(1);
        assertThat(orders.find(transfer.then(Payment.Transfer::number).gt(6L)).toList())
                .extracting(Order::id)
                .containsExactly(2);
        assertThat(orders.find(transfer.thenElements(Payment.Transfer::parts)
                                .variant(Payment.Card.class)
                                .then(Payment.Card::number)
                                .eq("4711"))
                        .toList())
                .extracting(Order::id)
                .containsExactly(2);
        assertThat(orders.find(elements(Order::parts)
                                .variant(Payment.Card.class)
                                .then(Payment.Card::number)
                                .eq("4711"))
                        .toList())
                .extracting(Order::id)
                .containsExactly(2);
        assertThat(orders.find(elements(Order::parts)
                                .variant(Payment.Card.class)
                                .elemMatch(field(Payment.Card::number).eq("4711")))
                        .toList())
                .extracting(Order::id)
                .containsExactly(2);
        assertThat(orders.find(entries(Order::reserves)
                                .key("a")
                                .variant(Payment.Card.class)
                                .then(Payment.Card::number)
                                .eq("4711"))
                        .toList())
                .extracting(Order::id)
                .containsExactly(2);
        assertThat(card.then(Payment.Card::number).path()).isEqualTo("payment.no");
        assertThat(card.then(Payment.Card::number).eq("secret")).hasToString("eq(Order.payment.number)");
    }

    @ParameterizedTest
    @EnumSource
    void updatesReachWhatOneVariantHas(Form form) {
        Model<Order> orders = form.model(odm, Order.class);

        orders.updateOne(
                field(Order::id).eq(1),
                field(Order::payment)
                        .variant(Payment.Card.class)
                        .then(Payment.Card::number)
                        .set("0815"));
        orders.updateOne(
                field(Order::id).eq(2),
                elements(Order::parts)
                        .each("t")
                        .variant(Payment.Transfer.class)
                        .then(Payment.Transfer::number)
                        .inc(1),
                new UpdateOptions().arrayFilters(List.of(new Document("t._cls", "Transfer"))));

        assertThat(orders.findById(1).orElseThrow().payment()).isEqualTo(new Payment.Card("0815", new Owner("Ann")));
        assertThat(orders.findById(2).orElseThrow().parts())
                .containsExactly(CARD, new Payment.Transfer(8, List.of(CARD)));
    }

    @ParameterizedTest
    @EnumSource
    void valueOfAVariantIsStoredWithItsTag(Form form) {
        Model<Order> orders = form.model(odm, Order.class);

        orders.updateOne(
                field(Order::id).eq(1),
                elements(Order::parts).variant(Payment.Card.class).push(CARD));

        assertThat(orders.findById(1).orElseThrow().parts()).containsExactly(TRANSFER, CARD);
    }
}
