package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoOperationTimeoutException;
import io.mongoodm.OverloadedException;
import io.mongoodm.internal.execution.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final List<String> events = new ArrayList<>();
    private final Lane lane = new Lane(new Limits(1, 3, Duration.ofMinutes(2)));

    private Lane.Place named(String name) {
        return new Lane.Place(new Lane.Asking() {
            @Override
            public boolean granted(long waitedNanos) {
                events.add(name);
                return true;
            }

            @Override
            public void expired(long waitedNanos) {
                events.add(name + " expired");
            }
        });
    }

    private Lane.Place enter(String name) {
        Lane.Place place = named(name);
        assertThat(lane.enter(place, true)).isTrue();
        return place;
    }

    @Test
    void permitsGoToThoseWhoWaitInTheirOrder() {
        enter("a");
        enter("b");
        enter("c");
        assertThat(events).containsExactly("a");
        lane.release();
        lane.release();
        assertThat(events).containsExactly("a", "b", "c");
    }

    @Test
    void aReturnedPermitIsThereForTheNext() {
        enter("a");
        lane.release();
        enter("b");
        assertThat(events).containsExactly("a", "b");
    }

    @Test
    void leavingFromEveryPlaceKeepsTheOrderOfTheOthers() {
        enter("a");
        Lane.Place first = enter("first");
        Lane.Place middle = enter("middle");
        Lane.Place last = enter("last");
        assertThat(lane.leave(middle)).isTrue();
        assertThat(lane.leave(middle)).isFalse();
        enter("new");
        assertThat(lane.leave(last)).isTrue();
        assertThat(lane.leave(first)).isTrue();
        lane.release();
        assertThat(events).containsExactly("a", "new");
        assertThat(lane.queued()).isZero();
    }

    @Test
    void aFullQueueRefusesAndSaysSo() {
        enter("a");
        enter("b");
        enter("c");
        enter("d");
        assertThat(lane.enter(named("e"), true)).isFalse();
        assertThat(lane.full())
                .hasMessage("The queue is full: 3 operations wait for one of 1 permits. This one was never sent; start"
                        + " fewer at once, or raise maxQueued or maxInFlight");
    }

    @Test
    void thoseWhoWaitAtGatesFillTheQueueToo() {
        assertThat(lane.expect()).isTrue();
        assertThat(lane.expect()).isTrue();
        assertThat(lane.expect()).isTrue();
        assertThat(lane.expect()).isFalse();
        assertThat(lane.queued()).isEqualTo(3);
        lane.arrived();
        assertThat(lane.queued()).isEqualTo(2);
    }

    @Test
    void whatIsNotBoundedEntersAFullQueue() {
        enter("a");
        enter("b");
        enter("c");
        enter("d");
        assertThat(lane.enter(named("later call"), false)).isTrue();
    }

    @Test
    void placesExpireInTheirOrder() {
        CountDownLatch expired = new CountDownLatch(2);
        Lane brief = new Lane(new Limits(1, 9, Duration.ofMillis(20)));
        List<Long> waited = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            boolean accepted = brief.enter(
                    new Lane.Place(new Lane.Asking() {
                        @Override
                        public boolean granted(long waitedNanos) {
                            return true;
                        }

                        @Override
                        public void expired(long waitedNanos) {
                            waited.add(waitedNanos);
                            expired.countDown();
                        }
                    }),
                    true);
            assertThat(accepted).isTrue();
        }
        Bench.await(expired);
        assertThat(waited)
                .hasSize(2)
                .allMatch(nanos -> nanos >= Duration.ofMillis(20).toNanos());
        assertThat(brief.queued()).isZero();
    }

    /** Each expiry lets another one in, as a queue that is always full does; threads are counted by their names. */
    @Test
    void oneTimerServesAQueueThatIsNeverEmpty() {
        int count = 100;
        Lane brief = new Lane(new Limits(1, 9, Duration.ofMillis(1)));
        CountDownLatch expired = new CountDownLatch(count);
        List<Integer> threads = Collections.synchronizedList(new ArrayList<>());
        Lane.Asking asking = new Lane.Asking() {
            @Override
            public boolean granted(long waitedNanos) {
                return true;
            }

            @Override
            public void expired(long waitedNanos) {
                threads.add(Integer.valueOf(Thread.currentThread().getName().replaceAll("\\D", "")));
                if (expired.getCount() > 1) {
                    assertThat(brief.enter(new Lane.Place(this), true)).isTrue();
                }
                expired.countDown();
            }
        };
        assertThat(brief.enter(new Lane.Place(asking), true)).isTrue();
        assertThat(brief.enter(new Lane.Place(asking), true)).isTrue();
        Bench.await(expired);
        assertThat(threads.getLast() - threads.getFirst()).isLessThan(3 * count);
    }

    @Test
    void anExpiredPlaceWasNeverSentAndSaysHowLongItWaited() {
        assertThat(lane.expiredAfter(Duration.ofMillis(250).toNanos()))
                .hasMessage(
                        "Waited 250 ms in the queue for one of 1 permits. This operation was never sent; start fewer at"
                                + " once, or raise maxQueueTime or maxInFlight");
    }

    @Test
    void aThreadThatIsInterruptedLeavesTheQueueAndKeepsItsFlag() {
        enter("a");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> lane.acquire(Deadline.NONE, true))
                .isInstanceOf(MongoInterruptedException.class)
                .hasMessage("Interrupted while waiting for a permit; this call was not sent");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(lane.queued()).isZero();
    }

    @Test
    void aThreadWhoseTimeIsOverLeavesTheQueue() {
        enter("a");
        assertThatThrownBy(() -> lane.acquire(Deadline.in(Duration.ofMillis(10)), true))
                .isInstanceOf(OverloadedException.class)
                .hasMessageMatching(
                        "The time of this call was over after \\d+ ms in the queue\\. It was never sent; give it"
                                + " more time, or start fewer calls at once");
        assertThatThrownBy(() -> lane.acquire(Deadline.in(Duration.ofMillis(10)), false))
                .isInstanceOf(MongoOperationTimeoutException.class)
                .hasMessageMatching(
                        "The next call of an operation waited \\d+ ms in the queue and was not sent; its earlier calls"
                                + " were\\. Give it more time, or start fewer calls at once");
        assertThat(lane.queued()).isZero();
    }

    @Test
    void aPermitThatMeetsALeavingThreadIsNotLost() throws InterruptedException {
        Lane contended = new Lane(new Limits(1, 1_000, Duration.ofMinutes(2)));
        Thread[] threads = new Thread[200];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofVirtual().start(() -> {
                try {
                    contended.acquire(Deadline.NONE, true);
                    contended.release();
                } catch (MongoInterruptedException e) {
                    assertThat(Thread.interrupted()).isTrue();
                }
            });
        }
        for (int i = 0; i < threads.length; i += 2) {
            threads[i].interrupt();
        }
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(Bench.SECONDS))).isTrue();
        }
        contended.acquire(Deadline.in(Duration.ofSeconds(Bench.SECONDS)), true);
        assertThat(contended.queued()).isZero();
    }
}
