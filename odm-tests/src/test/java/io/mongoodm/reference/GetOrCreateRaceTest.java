package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mongoodm.DuplicateKeyException;
import io.mongoodm.GetOrCreate;
import io.mongoodm.Model;
import io.mongoodm.annotation.Indexed;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.fixture.Form;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.Feature;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Requires;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@OdmTest(models = {GetOrCreateRaceTest.Seat.class, GetOrCreateRaceTest.Member.class})
final class GetOrCreateRaceTest {
    private static final int CALLERS = 16;

    @OdmModel(collection = "seats")
    record Seat(String id, String holder) {}

    @OdmModel(collection = "members")
    record Member(
            @Nullable ObjectId id,
            @Indexed(unique = true) String email,
            @Indexed(unique = true) String nick) {}

    private final AsyncOdm odm;
    private final CommandRecorder recorder;

    GetOrCreateRaceTest(AsyncOdm odm, CommandRecorder recorder) {
        this.odm = odm;
        this.recorder = recorder;
    }

    @BeforeEach
    void empty() {
        odm.synchronous().applyIndexes();
        odm.synchronous().model(Seat.class).deleteMany(new Document());
        odm.synchronous().model(Member.class).deleteMany(new Document());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    @Requires(Feature.ATOMIC_UPSERTS)
    void ofSeveralCallersOneCreatesWhereTheIdDecides(Form form) throws Exception {
        Model<Seat> seats = form.model(odm, Seat.class);

        List<GetOrCreate<Seat>> results =
                allAtOnce(number -> seats.getOrCreate(eq("_id", "7B"), () -> new Seat("7B", "caller " + number)));

        assertThat(results).filteredOn(GetOrCreate::created).hasSize(1);
        assertThat(results).extracting(GetOrCreate::document).containsOnly(seats.get(eq("_id", "7B")));
        assertThat(seats.countDocuments()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    @Requires(Feature.ATOMIC_UPSERTS)
    void ofSeveralCallersOneCreatesWhereAUniqueIndexDecides(Form form) throws Exception {
        Model<Member> members = form.model(odm, Member.class);

        List<GetOrCreate<Member>> results =
                allAtOnce(number -> members.getOrCreate(eq("email", "a@b.c"), () -> member("a@b.c", "ann")));

        assertThat(results).filteredOn(GetOrCreate::created).hasSize(1);
        assertThat(members.find().toList()).hasSize(1);
        assertThat(results)
                .extracting(GetOrCreate::document)
                .containsOnly(members.find().get());
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void aKeyThatAnotherDocumentHasIsTriedOnceMoreAndThenAnError(Form form) {
        odm.synchronous().model(Member.class).create(member("other@b.c", "ann"));
        Model<Member> members = form.model(odm, Member.class);

        assertThat(Sent.namesBy(
                        recorder,
                        () -> assertThatThrownBy(
                                        () -> members.getOrCreate(eq("email", "a@b.c"), () -> member("a@b.c", "ann")))
                                .isExactlyInstanceOf(DuplicateKeyException.class)
                                .hasMessage("Another document has the same key in the unique index nick_1 of"
                                        + " Member's"
                                        + " collection: give the document another key, or change"
                                        + " the one that is there")))
                .containsExactly("find", "findAndModify", "find", "findAndModify");
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void insideATransactionADuplicateKeyIsNotTriedAgain() {
        odm.synchronous().model(Member.class).create(member("other@b.c", "ann"));

        List<String> sent = Sent.namesBy(
                recorder,
                () -> assertThatThrownBy(() -> odm.synchronous()
                                .transaction(tx -> tx.model(Member.class)
                                        .getOrCreate(eq("email", "a@b.c"), () -> member("a@b.c", "ann"))))
                        .isExactlyInstanceOf(DuplicateKeyException.class));

        assertThat(sent).filteredOn("findAndModify"::equals).hasSize(1);
        assertThat(sent).endsWith("find", "findAndModify", "abortTransaction");
    }

    @Test
    @Requires(Feature.TRANSACTIONS)
    void whatATransactionCreatesIsGoneWithIt() {
        assertThatThrownBy(() -> odm.synchronous().transaction(tx -> {
                    assertThat(tx.model(Seat.class)
                                    .getOrCreate(eq("_id", "7B"), () -> new Seat("7B", "ann"))
                                    .created())
                            .isTrue();
                    throw new IllegalStateException("no");
                }))
                .isExactlyInstanceOf(IllegalStateException.class);

        assertThat(odm.synchronous().model(Seat.class).exists()).isFalse();
    }

    private interface Call<R> {
        R run(int number);
    }

    private static <R> List<R> allAtOnce(Call<R> call) throws Exception {
        CountDownLatch ready = new CountDownLatch(CALLERS);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> results = new ArrayList<>();
            for (int number = 0; number < CALLERS; number++) {
                int own = number;
                Callable<R> caller = () -> {
                    ready.countDown();
                    assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
                    return call.run(own);
                };
                results.add(threads.submit(caller));
            }
            List<R> all = new ArrayList<>();
            for (Future<R> result : results) {
                all.add(result.get(30, TimeUnit.SECONDS));
            }
            return all;
        }
    }

    private static Member member(String email, String nick) {
        return new Member(null, email, nick);
    }
}
