package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
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
}
