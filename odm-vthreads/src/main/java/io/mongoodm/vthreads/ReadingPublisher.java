package io.mongoodm.vthreads;

import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passes readings on to subscribers, each on one virtual thread at a time and without a permit. */
final class ReadingPublisher<T> implements Flow.Publisher<T> {
    private static final System.Logger LOGGER = System.getLogger(ReadingPublisher.class.getPackageName());

    private final Launcher launcher;
    private final Supplier<ReadingIterator<T>> readings;

    ReadingPublisher(Launcher launcher, Supplier<ReadingIterator<T>> readings) {
        this.launcher = launcher;
        this.readings = readings;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        new ReadingSubscription(subscriber).begin(subscriber);
    }

    /** One subscriber's demand and its own reading, which the first demand opens. */
    private final class ReadingSubscription implements Flow.Subscription {
        private final Guard guard = new Guard();
        private volatile Flow.@Nullable Subscriber<? super T> subscriber;
        private volatile @Nullable ReadingIterator<T> iterator;
        private volatile @Nullable Throwable problem;
        private Iterator<T> batch = Collections.emptyIterator();
        private long demand;
        private boolean drains = true;

        ReadingSubscription(Flow.Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        void begin(Flow.Subscriber<? super T> target) {
            try {
                iterator = readings.get();
            } catch (RuntimeException e) {
                problem = e;
            }
            signal(() -> target.onSubscribe(this));
            guard.run(() -> drains = false);
            drainIfWanted();
        }

        @Override
        public void request(long elements) {
            guard.run(() -> {
                if (elements <= 0) {
                    problem = new IllegalArgumentException(
                            "request(" + elements + ") asks for nothing (rule 3.9); the number must be positive");
                } else {
                    demand = demand + elements < 0 ? Long.MAX_VALUE : demand + elements;
                }
            });
            drainIfWanted();
        }

        @Override
        public void cancel() {
            ReadingIterator<T> left = iterator;
            guard.run(() -> {
                subscriber = null;
                iterator = null;
            });
            if (left != null) {
                left.abandon();
            }
        }

        private void drainIfWanted() {
            boolean starts = guard.get(() -> !drains && isWanted());
            if (starts) {
                CompletableFuture<Boolean> unused = launcher.launch(Launcher.Kind.CONSUMER, new Drain());
            }
        }

        /** Notes under the guard whether a thread has to go on, so that never two of them do. */
        private boolean isWanted() {
            drains = subscriber != null && (demand > 0 || problem != null);
            return drains;
        }

        /** Gives one signal; false when there is nothing more to do. Looks ahead to complete in time. */
        private boolean step() {
            ReadingIterator<T> source = iterator;
            if (problem == null && source != null && !batch.hasNext()) {
                batch = source.awaitBatch().iterator();
                if (!batch.hasNext()) {
                    finish(Flow.Subscriber::onComplete);
                    return false;
                }
            }
            Flow.Subscriber<? super T> target = takeDemand();
            Throwable wrong = problem;
            if (target == null) {
                return false;
            }
            if (wrong != null) {
                finish(to -> to.onError(wrong));
                return false;
            }
            return signal(() -> target.onNext(batch.next()));
        }

        /** Returns the subscriber when it gets one more signal. */
        private Flow.@Nullable Subscriber<? super T> takeDemand() {
            return guard.<Flow.@Nullable Subscriber<? super T>>get(() -> {
                if (!isWanted()) {
                    return null;
                }
                demand -= demand == Long.MAX_VALUE ? 0 : 1;
                return subscriber;
            });
        }

        private void finish(Consumer<Flow.Subscriber<? super T>> lastSignal) {
            Flow.Subscriber<? super T> target = subscriber;
            cancel();
            if (target != null) {
                boolean ignored = signal(() -> lastSignal.accept(target));
            }
        }

        /** Gives a signal; one that the subscriber throws in is its last. */
        private boolean signal(Runnable signal) {
            try {
                signal.run();
                return true;
            } catch (RuntimeException | Error e) {
                cancel();
                LOGGER.log(System.Logger.Level.WARNING, "A subscriber threw; its subscription is over", e);
                return false;
            }
        }

        /** Runs until there is no demand, one signal at a time. */
        private final class Drain implements Body<Boolean> {
            private boolean over;

            @Override
            public Boolean run(OperationFuture<Boolean> self) {
                try {
                    boolean goesOn = true;
                    while (goesOn) {
                        goesOn = step();
                    }
                } catch (RuntimeException | Error e) {
                    finish(target -> target.onError(e));
                }
                over = true;
                return true;
            }

            /** Whoever asked is told even when a closing or a task decorator kept this from running. */
            @Override
            public void cleanUp() {
                if (!over) {
                    finish(target -> target.onError(
                            new IllegalStateException("The subscription was stopped before it went on")));
                }
            }
        }
    }
}
