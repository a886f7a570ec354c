package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublisherTest {
    /** A subscriber that notes every signal. */
    private static class Noting implements Flow.Subscriber<Integer> {
        final List<String> signals = new CopyOnWriteArrayList<>();
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        final CountDownLatch over = new CountDownLatch(1);

        @Override
        public void onSubscribe(Flow.Subscription given) {
            signals.add("subscribed");
            subscription.complete(given);
        }

        @Override
        public void onNext(Integer element) {
            signals.add("" + element);
        }

        @Override
        public void onError(Throwable failure) {
            signals.add("" + failure.getMessage());
            over.countDown();
        }

        @Override
        public void onComplete() {
            signals.add("complete");
            over.countDown();
        }
    }

    @Test
    void completesWithoutFurtherDemandAfterTheLastElement() {
        Noting noting = new Noting();
        AsyncIterator.over(Stream.of(1, 2)).publisher().subscribe(noting);
        noting.subscription.join().request(2);
        Bench.await(noting.over);
        assertThat(noting.signals).containsExactly("subscribed", "1", "2", "complete");
    }

    @Test
    void signalsComeOnVirtualThreads() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        Noting noting = new Noting() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                threads.add(Thread.currentThread());
                super.onSubscribe(given);
            }

            @Override
            public void onNext(Integer element) {
                threads.add(Thread.currentThread());
                super.onNext(element);
            }

            @Override
            public void onComplete() {
                threads.add(Thread.currentThread());
                super.onComplete();
            }
        };
        AsyncIterator.over(Stream.of(1)).publisher().subscribe(noting);
        noting.subscription.join().request(9);
        Bench.await(noting.over);
        assertThat(threads).hasSize(3).startsWith(Thread.currentThread());
        assertThat(threads.subList(1, 3)).allMatch(Thread::isVirtual);
    }

    @Test
    void anIteratorServesOneSubscriber() {
        Flow.Publisher<Integer> publisher = AsyncIterator.over(Stream.of(1)).publisher();
        publisher.subscribe(new Noting());
        Noting second = new Noting();
        publisher.subscribe(second);
        Bench.await(second.over);
        assertThat(second.signals)
                .containsExactly(
                        "subscribed",
                        "publisher() came after publisher(), which goes through all the rest. Open another iterator");
    }

    @Test
    void aRequestForNothingIsAnError() {
        Noting noting = new Noting();
        AsyncIterator.over(Stream.of(1)).publisher().subscribe(noting);
        noting.subscription.join().request(0);
        Bench.await(noting.over);
        assertThat(noting.signals)
                .containsExactly("subscribed", "request(0) asks for nothing (rule 3.9); the number must be positive");
    }

    @Test
    void aFailureOfTheStreamIsTheError() {
        Noting noting = new Noting();
        AsyncIterator.over(Stream.generate(() -> {
                    if (true) {
                        throw new IllegalArgumentException("x");
                    }
                    return 1;
                }))
                .publisher()
                .subscribe(noting);
        noting.subscription.join().request(1);
        Bench.await(noting.over);
        assertThat(noting.signals).containsExactly("subscribed", "x");
    }

    @Test
    void aSubscriberThatThrowsIsOver() throws Exception {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        AsyncIterator.over(Stream.iterate(0, i -> i + 1).onClose(() -> closed.complete(true)))
                .publisher()
                .subscribe(new Flow.Subscriber<Integer>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscription.request(5);
                    }

                    @Override
                    public void onNext(Integer element) {
                        throw new IllegalStateException("a subscriber's fault");
                    }

                    @Override
                    public void onError(Throwable failure) {}

                    @Override
                    public void onComplete() {}
                });
        assertThat(closed.get(Bench.SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** Asks for one element after the other, each at another moment after the one before was handed over. */
    @Test
    @SuppressWarnings("ThreadPriorityCheck") // the two threads have to meet, and so neither blocks
    void aRequestThatMeetsTheEndOfTheDemandStartsNoSecondThread() {
        int count = 5_000;
        AtomicInteger given = new AtomicInteger();
        AtomicBoolean inside = new AtomicBoolean();
        Noting noting = new Noting() {
            @Override
            public void onNext(Integer element) {
                if (!inside.compareAndSet(false, true) || element != given.get()) {
                    signals.add("two at once");
                }
                inside.set(false);
                given.incrementAndGet();
            }
        };
        AsyncIterator.over(IntStream.range(0, count).boxed()).publisher().subscribe(noting);
        for (int i = 0; i < count && noting.over.getCount() > 0; i++) {
            while (given.get() < i && noting.over.getCount() > 0) {
                Thread.yield();
            }
            for (int spins = i % 200; spins > 0; spins--) {
                Thread.onSpinWait();
            }
            noting.subscription.join().request(1);
        }
        Bench.await(noting.over);
        assertThat(noting.signals).containsExactly("subscribed", "complete");
    }

    /** Two elements, one for each fetch; the second comes when the test lets it. */
    private static final class TwoSteps implements Source<Integer> {
        final Launcher launcher;
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch answered = new CountDownLatch(1);
        private int fetches;

        TwoSteps(Launcher launcher) {
            this.launcher = launcher;
        }

        @Override
        public OperationFuture<Boolean> fetch(Reading<Integer> reading) {
            int element = ++fetches;
            if (element == 2) {
                asked.countDown();
            }
            return launcher.launch(Launcher.Kind.CONSUMER, self -> {
                if (element == 2) {
                    Bench.await(answered);
                }
                reading.add(List.of(element));
                return true;
            });
        }

        @Override
        public void close() {}

        @Override
        public boolean fetchesAhead() {
            return false;
        }

        @Override
        public boolean hasBatches() {
            return true;
        }

        Flow.Publisher<Integer> publisher() {
            return new ReadingPublisher<>(launcher, () -> new ReadingIterator<>(launcher, this));
        }
    }

    @Test
    void aRequestForNothingBringsNoElementThatIsOnItsWay() {
        TwoSteps steps = new TwoSteps(new Bench(1).launcher);
        Noting noting = new Noting();
        steps.publisher().subscribe(noting);
        noting.subscription.join().request(1);
        Bench.await(steps.asked);
        noting.subscription.join().request(-1);
        steps.answered.countDown();
        Bench.await(noting.over);
        assertThat(noting.signals)
                .containsExactly(
                        "subscribed", "1", "request(-1) asks for nothing (rule 3.9); the number must be positive");
    }

    @Test
    void moreDemandThanCanBeCountedIsAllThereIs() {
        Noting noting = new Noting();
        AsyncIterator.over(Stream.of(1, 2)).publisher().subscribe(noting);
        noting.subscription.join().request(1);
        noting.subscription.join().request(Long.MAX_VALUE);
        noting.subscription.join().request(Long.MAX_VALUE);
        Bench.await(noting.over);
        assertThat(noting.signals).containsExactly("subscribed", "1", "2", "complete");
    }

    @Test
    void aSubscriberIsToldWhenATaskDecoratorKeepsTheThreadFromItsTask() {
        Bench broken = new Bench(new Limits(1, 9, Duration.ofMinutes(2)), task -> () -> {});
        Noting noting = new Noting();
        new TwoSteps(broken.launcher).publisher().subscribe(noting);
        noting.subscription.join().request(1);
        Bench.await(noting.over);
        assertThat(noting.signals).containsExactly("subscribed", "The subscription was stopped before it went on");
    }

    @Test
    void aSubscriberThatThrowsWhenItIsSubscribedIsOver() {
        CountDownLatch closed = new CountDownLatch(1);
        AsyncIterator.over(Stream.of(1).onClose(closed::countDown)).publisher().subscribe(new Noting() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                throw new IllegalStateException("a subscriber's fault");
            }
        });
        Bench.await(closed);
    }

    @Test
    void aSubscriptionThatIsCancelledWhenItBeginsGivesNothingAndCloses() {
        CountDownLatch closed = new CountDownLatch(1);
        Noting noting = new Noting() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                super.onSubscribe(given);
                given.request(2);
                given.cancel();
            }
        };
        AsyncIterator.over(Stream.of(1).onClose(closed::countDown)).publisher().subscribe(noting);
        Bench.await(closed);
        noting.subscription.join().request(1);
        assertThat(noting.signals).containsExactly("subscribed");
    }
}
