package io.mongoodm.vthreads;

import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
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
        new ReadingSubscription(subscriber).begin();
    }

    /** One subscriber's demand and its own reading, which the first demand opens. */
    private final class ReadingSubscription implements Flow.Subscription {
        private final Guard guard = new Guard();
        private volatile Flow.@Nullable Subscriber<? super T> subscriber;
        private volatile @Nullable ReadingIterator<T> iterator;
        private Iterator<T> batch = Collections.emptyIterator();
        private long demand;
        private boolean drains = true;
        private volatile @Nullable Throwable problem;

        ReadingSubscription(Flow.Subscriber<? super T> subscriber) {
            this.subscriber = subscriber;
        }

        void begin() {
            Flow.Subscriber<? super T> target = subscriber;
            try {
                iterator = readings.get();
            } catch (RuntimeException e) {
                problem = e;
            }
            if (target != null) {
                target.onSubscribe(this);
            }
            guard.run(() -> drains = false);
            drainIfWanted();
        }

        @Override
        public void request(long elements) {
            guard.run(() -> {
                if (elements <= 0) {
                    problem = new IllegalArgumentException(
                            "request(" + elements + ") asks for nothing (rule 3.9); the number must be positive");
                }
                demand = demand + elements < 0 ? Long.MAX_VALUE : demand + Math.max(0, elements);
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
            boolean starts = guard.get(() -> {
                boolean wanted = !drains && subscriber != null && (demand > 0 || problem != null);
                drains |= wanted;
                return wanted;
            });
            if (starts) {
                launcher.start(this::drain);
            }
        }

        /** Runs until there is no demand, one signal at a time. */
        private void drain() {
            try {
                boolean goesOn = true;
                while (goesOn) {
                    goesOn = step();
                }
            } catch (RuntimeException | Error e) {
                finish(target -> target.onError(e));
            }
        }

        /** Gives one signal; false when another thread has to go on, or nobody. Looks ahead to complete in time. */
        private boolean step() {
            ReadingIterator<T> source = iterator;
            Throwable wrong = problem;
            if (wrong != null) {
                finish(target -> target.onError(wrong));
                return false;
            }
            if (!batch.hasNext() && source != null) {
                batch = source.awaitBatch().iterator();
                if (!batch.hasNext()) {
                    finish(Flow.Subscriber::onComplete);
                    return false;
                }
            }
            Flow.Subscriber<? super T> target = takeDemand();
            return target == null ? guard.get(() -> drains) : handOver(target, batch.next());
        }

        /** Returns the subscriber when it wants one more. */
        private Flow.@Nullable Subscriber<? super T> takeDemand() {
            return guard.<Flow.@Nullable Subscriber<? super T>>get(() -> {
                drains = subscriber != null && (demand > 0 || problem != null);
                if (demand == 0) {
                    return null;
                }
                demand -= demand == Long.MAX_VALUE ? 0 : 1;
                return subscriber;
            });
        }

        private boolean handOver(Flow.Subscriber<? super T> target, T element) {
            try {
                target.onNext(element);
                return true;
            } catch (RuntimeException | Error e) {
                cancel();
                LOGGER.log(System.Logger.Level.WARNING, "A subscriber threw in onNext(); its subscription is over", e);
                return false;
            }
        }

        private void finish(Consumer<Flow.Subscriber<? super T>> lastSignal) {
            Flow.Subscriber<? super T> target = subscriber;
            cancel();
            if (target != null) {
                lastSignal.accept(target);
            }
        }
    }
}
