package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoOperationTimeoutException;
import io.mongoodm.OverloadedException;
import io.mongoodm.internal.execution.Deadline;
import io.mongoodm.internal.execution.SessionGate;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationFutureTest {
    private final Bench one = new Bench(1);

    private static <T> T join(CompletableFuture<T> future) throws Exception {
        return future.get(Bench.SECONDS, TimeUnit.SECONDS);
    }

    /** Returns the failure as a stage sees it; newer JDKs put another one around a cancel in {@code join}. */
    private static @Nullable Throwable failureOf(CompletableFuture<?> future) throws Exception {
        return future.<@Nullable Throwable>handle((value, failure) -> failure).get(Bench.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void resultComesFromANamedVirtualThread() throws Exception {
        Thread thread = join(one.call(self -> Thread.currentThread()));
        assertThat(thread.isVirtual()).isTrue();
        assertThat(thread.getName()).matches("odm-op-\\d+");
    }

    @Test
    void failuresAreTheirOwnExceptions() {
        IOException failure = new IOException("x");
        OperationFuture<String> future = one.call(self -> {
            throw failure;
        });
        assertThatThrownBy(() -> join(future))
                .isInstanceOf(ExecutionException.class)
                .hasCause(failure);
        assertThat(future.exceptionNow()).isSameAs(failure);
    }

    @Test
    void aContinuationMayJoinAnotherOperationAtLimitOne() throws Exception {
        Bench.Held held = one.hold();
        CompletableFuture<String> joined =
                held.future.thenApply(done -> one.<String>call(self -> self.pass(null, Deadline.NONE, () -> "next"))
                        .join());
        held.end.countDown();
        assertThat(join(joined)).isEqualTo("next");
    }

    /** What sends nothing has its permit to its end, and a body of a transaction always has. */
    @ParameterizedTest
    @EnumSource(names = {"CALL", "BODY"})
    void aContinuationMayJoinAnotherThoughItsOwnSentNothing(Launcher.Kind kind) throws Exception {
        CountDownLatch attached = new CountDownLatch(1);
        OperationFuture<String> first = one.launcher.launch(kind, self -> {
            Bench.await(attached);
            return "first";
        });
        CompletableFuture<String> joined = first.thenApply(value ->
                value + one.launcher.<String>launch(kind, self -> " second").join());
        attached.countDown();
        assertThat(join(joined)).isEqualTo("first second");
    }

    @Test
    void aBodyMayJoinAnotherOperationAfterItsCallAtLimitOne() throws Exception {
        OperationFuture<String> future = one.call(self -> {
            String first = self.pass(null, Deadline.NONE, () -> "first");
            return first + " "
                    + one.<String>call(other -> other.pass(null, Deadline.NONE, () -> "second"))
                            .join();
        });
        assertThat(join(future)).isEqualTo("first second");
    }

    @Test
    void everyCallAfterTheFirstQueuesForAPermit() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch asked = new CountDownLatch(1);
        OperationFuture<Boolean> two = one.call(self -> {
            self.pass(null, Deadline.NONE, () -> {
                Bench.await(asked);
                return order.add("first call");
            });
            return self.pass(null, Deadline.NONE, () -> order.add("second call"));
        });
        OperationFuture<Boolean> other = one.call(self -> self.pass(null, Deadline.NONE, () -> order.add("other")));
        asked.countDown();
        join(two);
        join(other);
        assertThat(order).containsExactly("first call", "other", "second call");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cancelWithEitherFlagStopsWhatRuns(boolean flag) throws Exception {
        Bench.Held held = one.hold();
        assertThat(held.future.cancel(flag)).isTrue();
        Bench.await(held.interrupted);
        assertThat(held.future.isCancelled()).isTrue();
        assertThat(failureOf(held.future))
                .isInstanceOf(CancellationException.class)
                .hasMessage("Cancelled while it ran: what was read is lost, and the outcome of a write is unknown. Read"
                        + " before you repeat a write");
        assertThat(one.isFree()).isTrue();
    }

    @Test
    void whatWaitsIsNeverSentWhenCancelled() throws Exception {
        Bench.Held held = one.hold();
        AtomicBoolean ran = new AtomicBoolean();
        OperationFuture<Boolean> waiting = one.call(self -> ran.getAndSet(true));
        assertThat(waiting.cancel(false)).isTrue();
        assertThat(failureOf(waiting))
                .isInstanceOf(CancellationException.class)
                .hasMessage("Cancelled before it was started; it was never sent");
        held.end.countDown();
        assertThat(one.isFree()).isTrue();
        assertThat(ran).isFalse();
    }

    /** Threads are numbered when they are made, so a later number is a later thread. */
    @Test
    void whatWaitsHasNoThread() throws Exception {
        Bench.Held held = one.hold();
        OperationFuture<Integer> waiting = one.call(self -> numberOfThisThread());
        OperationFuture<Integer> later = one.launcher.launch(Launcher.Kind.CONSUMER, self -> numberOfThisThread());
        int laterThread = join(later);
        held.end.countDown();
        assertThat(join(waiting)).isGreaterThan(laterThread);
    }

    private static int numberOfThisThread() {
        return Integer.parseInt(Thread.currentThread().getName().replaceAll("\\D", ""));
    }

    @Test
    void everyCompletionFromOutsideStopsTheWork() throws Exception {
        List<Consumer<CompletableFuture<String>>> completions = List.of(
                future -> future.orTimeout(1, TimeUnit.MILLISECONDS),
                future -> future.completeOnTimeout("late", 1, TimeUnit.MILLISECONDS),
                future -> future.complete("outside"),
                future -> future.completeExceptionally(new TimeoutException()),
                future -> future.completeAsync(() -> "outside"),
                future -> future.completeAsync(() -> {
                    throw new IllegalStateException("supplier");
                }),
                future -> future.obtrudeValue("outside"),
                future -> future.obtrudeException(new TimeoutException()));
        for (Consumer<CompletableFuture<String>> completion : completions) {
            Bench.Held held = one.hold();
            completion.accept(held.future);
            Bench.await(held.interrupted);
            assertThat(held.future.handle((value, failure) -> true).get(Bench.SECONDS, TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(one.isFree()).isTrue();
    }

    @Test
    void orTimeoutIsATimeoutException() {
        Bench.Held held = one.hold();
        assertThatThrownBy(held.future.orTimeout(1, TimeUnit.MILLISECONDS)::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void waitingForAFutureStopsNothing() throws Exception {
        Bench.Held held = one.hold();
        assertThatThrownBy(() -> held.future.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        held.end.countDown();
        assertThat(join(held.future)).isEqualTo("done");
    }

    @Test
    void aLateCancelDoesNotInterruptAContinuation() throws Exception {
        Bench.Held held = one.hold();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = held.future.thenApply(done -> {
            inside.countDown();
            Bench.await(cancelled);
            return Thread.currentThread().isInterrupted();
        });
        held.end.countDown();
        Bench.await(inside);
        assertThat(held.future.cancel(true)).isFalse();
        cancelled.countDown();
        assertThat(join(interrupted)).isFalse();
    }

    @Test
    void aCancelThatRacesTheEndNeverReachesAContinuation() throws Exception {
        Bench bench = new Bench(4);
        AtomicInteger interrupted = new AtomicInteger();
        for (int round = 0; round < 2_000; round++) {
            Thread canceller = Thread.currentThread();
            OperationFuture<Integer> future = bench.call(self -> self.pass(null, Deadline.NONE, () -> 1));
            CompletableFuture<Integer> after = future.handle((value, failure) -> {
                if (Thread.currentThread() != canceller
                        && Thread.currentThread().isInterrupted()) {
                    interrupted.incrementAndGet();
                }
                return 1;
            });
            future.cancel(true);
            join(after);
        }
        assertThat(interrupted).hasValue(0);
        assertThat(bench.work.awaitNone(all -> true, Thread.currentThread(), TimeUnit.SECONDS.toNanos(Bench.SECONDS)))
                .isTrue();
        assertThat(bench.dispatcher.metrics().running()).isZero();
    }

    @Test
    void cleanUpMeetsNoInterrupt() {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        OperationFuture<String> future = one.call(new Body<String>() {
            @Override
            public String run(OperationFuture<String> self) {
                started.countDown();
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                return "still interrupted";
            }

            @Override
            public void cleanUp() {
                flag.complete(Thread.currentThread().isInterrupted());
            }
        });
        Bench.await(started);
        future.cancel(true);
        assertThat(flag.orTimeout(Bench.SECONDS, TimeUnit.SECONDS).join()).isFalse();
    }

    @Test
    void whatWaitsHasLetGoOfEverythingWhenItsFutureIsDone() {
        List<Consumer<CompletableFuture<String>>> completions = List.of(
                future -> future.cancel(true),
                future -> future.complete("outside"),
                future -> future.completeExceptionally(new TimeoutException()),
                future -> future.obtrudeValue("outside"));
        for (Consumer<CompletableFuture<String>> completion : completions) {
            AtomicBoolean cleaned = new AtomicBoolean();
            OperationFuture<String> waiting = one.launcher
                    .prepare(Launcher.Kind.CONSUMER, new Body<String>() {
                        @Override
                        public String run(OperationFuture<String> self) {
                            return "inside";
                        }

                        @Override
                        public void cleanUp() {
                            cleaned.set(true);
                        }
                    })
                    .submitAfter(new CompletableFuture<>());
            CompletableFuture<Boolean> seen = waiting.handle((value, failure) -> cleaned.get());

            completion.accept(waiting);

            assertThat(seen).isCompletedWithValue(true);
        }
    }

    @Test
    void derivedStagesAreOrdinaryAndRunOnVirtualThreads() throws Exception {
        Bench.Held held = one.hold();
        CompletableFuture<String> derived = held.future.thenApply(done -> done);
        CompletableFuture<Boolean> async =
                derived.thenApplyAsync(done -> Thread.currentThread().isVirtual());
        assertThat(held.future.thenApply(done -> done).cancel(true)).isTrue();
        assertThat(held.future.isDone()).isFalse();
        held.end.countDown();
        assertThat(join(derived)).isEqualTo("done");
        assertThat(join(async)).isTrue();
    }

    @Test
    void tenThousandCancelsNewestFirstEmptyTheQueue() throws Exception {
        Bench.Held held = one.hold();
        AtomicInteger ran = new AtomicInteger();
        List<OperationFuture<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            waiting.add(one.call(self -> ran.incrementAndGet()));
        }
        assertThat(one.dispatcher.metrics().queued()).isEqualTo(10_000);
        for (OperationFuture<Integer> future : waiting.reversed()) {
            assertThat(future.cancel(true)).isTrue();
        }
        assertThat(one.dispatcher.metrics().queued()).isZero();
        assertThat(one.dispatcher.metrics().cancelled()).isEqualTo(10_000);
        held.end.countDown();
        join(held.future);
        assertThat(ran).hasValue(0);
    }

    @Test
    void aFullQueueFailsTheFutureAndNotTheCall() {
        Bench small = new Bench(new Limits(1, 1, Duration.ofMinutes(2)), task -> task);
        Bench.Held held = small.hold();
        OperationFuture<String> waiting = small.call(self -> "waits");
        OperationFuture<String> refused = small.call(self -> "refused");
        assertThat(refused.exceptionNow())
                .isInstanceOf(OverloadedException.class)
                .hasMessage("The queue is full: 1 operations wait for one of 1 permits. This one was never sent; start"
                        + " fewer at once, or raise maxQueued or maxInFlight");
        held.end.countDown();
        assertThat(waiting.join()).isEqualTo("waits");
        assertThat(small.dispatcher.metrics().rejected()).isEqualTo(1);
    }

    @Test
    void theLongestQueueTimeFailsWhatWaits() {
        Bench brief = new Bench(new Limits(1, 9, Duration.ofMillis(10)), task -> task);
        Bench.Held held = brief.hold();
        assertThatThrownBy(brief.call(self -> "never").orTimeout(Bench.SECONDS, TimeUnit.SECONDS)::join)
                .hasCauseInstanceOf(OverloadedException.class)
                .hasMessageMatching(
                        ".*Waited \\d+ ms in the queue for one of 1 permits\\. This operation was never sent;.*");
        held.end.countDown();
    }

    @Test
    void timesThatNeverEndAreTaken() throws Exception {
        Duration never = ChronoUnit.FOREVER.getDuration();
        Bench patient = new Bench(new Limits(1, 9, never), task -> task);
        Bench.Held held = patient.hold();
        OperationFuture<String> waiting = patient.launcher.launch(null, Deadline.in(never), self -> "waited");
        held.end.countDown();
        assertThat(join(waiting)).isEqualTo("waited");
    }

    @Test
    void aDeadlineThatEndsInTheQueueFailsUnsent() {
        Bench.Held held = one.hold();
        OperationFuture<String> late = one.launcher.launch(null, Deadline.in(Duration.ofMillis(10)), self -> "never");
        assertThatThrownBy(late::join)
                .hasCauseInstanceOf(OverloadedException.class)
                .hasMessageMatching(
                        ".*The time of this call was over after \\d+ ms in the queue\\. It was never sent;.*");
        held.end.countDown();
    }

    @Test
    void whatWaitsAtAGateIsQueuedAndFillsTheQueue() throws Exception {
        Bench small = new Bench(new Limits(4, 1, Duration.ofMinutes(2)), task -> task);
        SessionGate gate = new SessionGate();
        SessionGate.Turn turn = gate.turn(() -> {});
        turn.ask();
        OperationFuture<String> waiting = small.call(gate, self -> "waited");
        OperationFuture<String> refused = small.call(gate, self -> "never");
        assertThat(small.dispatcher.metrics().queued()).isEqualTo(1);
        assertThat(refused.exceptionNow())
                .isInstanceOf(OverloadedException.class)
                .hasMessage("The queue is full: 1 operations wait for one of 4 permits. This one was never sent; start"
                        + " fewer at once, or raise maxQueued or maxInFlight");
        turn.end();
        assertThat(join(waiting)).isEqualTo("waited");
        assertThat(small.dispatcher.metrics().queued()).isZero();
    }

    @Test
    void aDeadlineThatEndsAtTheGateFailsUnsent() {
        SessionGate gate = new SessionGate();
        SessionGate.Turn turn = gate.turn(() -> {});
        turn.ask();
        OperationFuture<String> late = one.launcher.launch(gate, Deadline.in(Duration.ofMillis(10)), self -> "never");
        assertThatThrownBy(late::join)
                .hasCauseInstanceOf(OverloadedException.class)
                .hasMessageMatching(".*was over after \\d+ ms at the gate of its session\\. It was never sent;.*");
        turn.end();
        assertThat(one.dispatcher.metrics().queued()).isZero();
    }

    @Test
    void operationsOfASessionRunInTheOrderOfTheirCalls() throws Exception {
        Bench many = new Bench(8);
        SessionGate gate = new SessionGate();
        SessionGate.Turn turn = gate.turn(() -> {});
        turn.ask();
        List<Integer> order = new CopyOnWriteArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        List<OperationFuture<Boolean>> futures = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            futures.add(many.call(
                    gate,
                    self -> self.pass(gate, Deadline.NONE, () -> {
                        assertThat(inside.incrementAndGet()).isEqualTo(1);
                        order.add(number);
                        inside.decrementAndGet();
                        return true;
                    })));
        }
        turn.end();
        for (OperationFuture<Boolean> future : futures) {
            join(future);
        }
        assertThat(order).isSorted().hasSize(50);
    }

    @Test
    void cancellingOneAtTheGateDisturbsNoOther() throws Exception {
        SessionGate gate = new SessionGate();
        Bench.Held held = new Bench.Held();
        Bench bench = new Bench(4);
        held.future = bench.call(gate, self -> self.pass(gate, Deadline.NONE, held::await));
        Bench.await(held.started);
        OperationFuture<String> middle = bench.call(gate, self -> self.pass(gate, Deadline.NONE, () -> "middle"));
        OperationFuture<String> last = bench.call(gate, self -> self.pass(gate, Deadline.NONE, () -> "last"));
        assertThat(middle.cancel(true)).isTrue();
        assertThat(held.future.isDone()).isFalse();
        held.end.countDown();
        assertThat(join(held.future)).isEqualTo("done");
        assertThat(join(last)).isEqualTo("last");
    }

    @Test
    void atLimitOneGateAndPermitDoNotWaitForEachOther() throws Exception {
        SessionGate gate = new SessionGate();
        List<OperationFuture<String>> futures = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            futures.add(one.call(
                    gate,
                    self -> self.pass(gate, Deadline.NONE, () -> "a") + self.pass(gate, Deadline.NONE, () -> "b")));
            futures.add(one.call(
                    self -> self.pass(gate, Deadline.NONE, () -> "c") + self.pass(null, Deadline.NONE, () -> "d")));
        }
        for (OperationFuture<String> future : futures) {
            assertThat(join(future)).hasSize(2);
        }
    }

    @Test
    void theDecoratorIsAppliedAtTheCallAndAroundSynchronousStages() throws Exception {
        ThreadLocal<@Nullable String> context = new ThreadLocal<>();
        Bench decorated = new Bench(new Limits(1, 9, Duration.ofMinutes(2)), task -> {
            String carried = context.get();
            return () -> {
                context.set(carried);
                task.run();
                context.remove();
            };
        });
        Bench.Held held = decorated.hold();
        context.set("caller");
        OperationFuture<String> future = decorated.call(self -> "" + context.get());
        CompletableFuture<String> stage = future.thenApply(value -> value + " " + context.get());
        context.set("later");
        held.end.countDown();
        assertThat(join(stage)).isEqualTo("caller caller");
    }

    @Test
    void aDecoratorThatRunsNothingFailsTheFuture() {
        Bench broken = new Bench(new Limits(1, 9, Duration.ofMinutes(2)), task -> () -> {});
        assertThatThrownBy(broken.call(self -> "never").orTimeout(Bench.SECONDS, TimeUnit.SECONDS)::join)
                .hasMessageContaining("The task decorator did not run its task");
        assertThatThrownBy(broken.call(self -> "never").orTimeout(Bench.SECONDS, TimeUnit.SECONDS)::join)
                .hasMessageContaining("The task decorator did not run its task");
    }

    @Test
    void inheritableThreadLocalsStayBehind() throws Exception {
        InheritableThreadLocal<@Nullable String> inheritable = new InheritableThreadLocal<>();
        inheritable.set("caller");
        OperationFuture<String> seen = one.call(self -> "" + inheritable.get());
        assertThat(join(seen)).isEqualTo("null");
    }

    @Test
    void aCancelDuringTheCommitHasNoEffect() throws Exception {
        CountDownLatch committing = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        OperationFuture<Boolean> future = one.launcher.launch(Launcher.Kind.BODY, self -> {
            self.begin();
            self.commit();
            committing.countDown();
            Bench.await(answered);
            return Thread.currentThread().isInterrupted();
        });
        Bench.await(committing);
        assertThat(future.cancel(true)).isFalse();
        answered.countDown();
        assertThat(join(future)).isFalse();
    }

    @Test
    void aCancelBetweenAttemptsTakesEffectAtTheNext() {
        CountDownLatch between = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        CompletableFuture<Throwable> second = new CompletableFuture<>();
        OperationFuture<String> future = one.launcher.launch(Launcher.Kind.BODY, self -> {
            self.begin();
            self.shield();
            between.countDown();
            Bench.await(cancelled);
            try {
                self.begin();
            } catch (CancellationException e) {
                second.complete(e);
            }
            return "";
        });
        Bench.await(between);
        assertThat(future.cancel(true)).isTrue();
        cancelled.countDown();
        assertThat(second.orTimeout(Bench.SECONDS, TimeUnit.SECONDS).join())
                .hasMessage("Cancelled before this attempt");
    }

    @Test
    void aCancelBeforeTheCommitPreventsIt() {
        CountDownLatch inBody = new CountDownLatch(1);
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        OperationFuture<String> future = one.launcher.launch(Launcher.Kind.BODY, self -> {
            self.begin();
            inBody.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            try {
                self.commit();
            } catch (CancellationException e) {
                refused.complete(e);
            }
            return "";
        });
        Bench.await(inBody);
        assertThat(future.cancel(false)).isTrue();
        assertThat(refused.orTimeout(Bench.SECONDS, TimeUnit.SECONDS).join())
                .hasMessage("Cancelled before the commit; the transaction was aborted");
    }

    @Test
    void bodiesAndCallsDoNotWaitForEachOtherAtLimitOne() throws Exception {
        List<CompletableFuture<String>> bodies = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            bodies.add(one.launcher.launch(
                    Launcher.Kind.BODY,
                    body -> one.<String>call(self -> self.pass(null, Deadline.NONE, () -> "called"))
                            .join()));
        }
        for (CompletableFuture<String> body : bodies) {
            assertThat(join(body)).isEqualTo("called");
        }
    }

    @Test
    void aBodyStartedByAContinuationInsideABodyDoesNotWaitForItsPermit() throws Exception {
        CompletableFuture<Boolean> outer = one.launcher.launch(
                Launcher.Kind.BODY,
                self -> Threads.insideBody(
                        () -> !self.hasEnded(),
                        () -> one.<String>call(call -> "called")
                                .thenApply(called -> Threads.isInsideBody())
                                .thenApplyAsync(inside -> inside && Threads.isInsideBody())
                                .join()));
        assertThat(join(outer)).isTrue();
        assertThat(Threads.isInsideBody()).isFalse();
    }

    @Test
    void whatOutlivesABodyIsNotInsideIt() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> later = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> body = one.launcher.launch(
                Launcher.Kind.BODY,
                self -> Threads.insideBody(
                        () -> !self.hasEnded(),
                        () -> later.add(one.call(call -> {
                            Bench.await(over);
                            return Threads.isInsideBody();
                        }))));
        join(body);
        over.countDown();
        assertThat(join(later.getFirst())).isFalse();
    }

    @Test
    void theLongestQueueTimeBoundsLaterCallsToo() throws Exception {
        Bench brief = new Bench(new Limits(1, 9, Duration.ofMillis(10)), task -> task);
        Bench.Held held = new Bench.Held();
        OperationFuture<String> two = brief.call(self -> {
            self.pass(null, Deadline.NONE, () -> "sent");
            held.future = brief.call(other -> other.pass(null, Deadline.NONE, held::await));
            Bench.await(held.started);
            return self.pass(null, Deadline.NONE, () -> "never");
        });
        assertThat(failureOf(two))
                .isInstanceOf(MongoOperationTimeoutException.class)
                .hasMessageMatching("The next call of an operation waited \\d+ ms in the queue and was not sent; its"
                        + " earlier calls were\\..*");
        held.end.countDown();
        assertThat(join(held.future)).isEqualTo("done");
        assertThat(brief.dispatcher.metrics().queued()).isZero();
    }

    @Test
    void aDeadlineThatEndsAtTheGateOfALaterCallSaysThatOthersWereSent() throws Exception {
        SessionGate gate = new SessionGate();
        OperationFuture<String> two = one.call(self -> {
            self.pass(null, Deadline.NONE, () -> "sent");
            SessionGate.Turn other = gate.turn(() -> {});
            other.ask();
            try {
                return self.pass(gate, Deadline.in(Duration.ofMillis(10)), () -> "never");
            } finally {
                other.end();
            }
        });
        assertThat(failureOf(two))
                .isInstanceOf(MongoOperationTimeoutException.class)
                .hasMessageMatching(
                        "The next call of an operation waited \\d+ ms at the gate of its session and was not"
                                + " sent; its earlier calls were\\..*");
        assertThat(gate.<String>pass(() -> "free")).isEqualTo("free");
    }

    @Test
    void resultsThatComeTooLateAreGivenBack() {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<String> unwanted = new CompletableFuture<>();
        OperationFuture<String> future = one.call(new Body<String>() {
            @Override
            public String run(OperationFuture<String> self) {
                started.countDown();
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                return "session";
            }

            @Override
            public void unwanted(@Nullable String result) {
                unwanted.complete(result);
            }
        });
        Bench.await(started);
        future.cancel(true);
        assertThat(unwanted.orTimeout(Bench.SECONDS, TimeUnit.SECONDS).join()).isEqualTo("session");
    }

    /** A cancel between the end of the work and the completion must not hide a result, least of all a commit. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCancelAfterTheWorkIsOverChangesNothing(boolean commits) throws Exception {
        AtomicReference<@Nullable Boolean> cancelled = new AtomicReference<>();
        CompletableFuture<OperationFuture<String>> itself = new CompletableFuture<>();
        OperationFuture<String> future = one.call(new Body<String>() {
            @Override
            public String run(OperationFuture<String> self) {
                if (commits) {
                    self.commit();
                }
                return "done";
            }

            @Override
            public void cleanUp() {
                cancelled.set(itself.join().cancel(true));
            }
        });
        itself.complete(future);

        assertThat(join(future)).isEqualTo("done");
        assertThat(cancelled).hasValue(false);
        assertThat(future.cancel(true)).isFalse();
        AsyncMetrics metrics = one.dispatcher.metrics();
        assertThat(List.of(metrics.completed(), metrics.cancelled())).containsExactly(1L, 0L);
    }

    @Test
    void piecesOfOneOperationRunBesideEachOther() throws Exception {
        Bench two = new Bench(2);
        CountDownLatch both = new CountDownLatch(2);
        OperationFuture<List<String>> future = two.call(self -> self.runAll(List.of(
                () -> self.pass(null, Deadline.NONE, () -> {
                    both.countDown();
                    Bench.await(both);
                    return "a";
                }),
                () -> self.pass(null, Deadline.NONE, () -> {
                    both.countDown();
                    Bench.await(both);
                    return "b";
                }))));
        assertThat(join(future)).containsExactly("a", "b");
        OperationFuture<List<String>> none = one.call(self -> self.runAll(List.of()));
        assertThat(join(none)).isEmpty();
    }

    @Test
    void whatStartsAtOnceHasNotWaited() throws Exception {
        join(one.call(self -> "at once"));
        assertThat(one.dispatcher.metrics())
                .extracting(AsyncMetrics::queueTimeMedian, AsyncMetrics::queueTime99, AsyncMetrics::queueTimeMax)
                .containsOnly(Duration.ZERO);
    }

    @Test
    void metricsCountEveryOperationOnce() throws Exception {
        Bench.Held held = one.hold();
        OperationFuture<String> failing = one.call(self -> {
            throw new IOException("x");
        });
        OperationFuture<String> cancelled = one.call(self -> "never");
        assertThat(one.dispatcher.metrics())
                .extracting(AsyncMetrics::queued, AsyncMetrics::running)
                .containsExactly(2L, 1L);
        cancelled.cancel(true);
        held.end.countDown();
        assertThat(join(held.future)).isEqualTo("done");
        assertThatThrownBy(() -> join(failing)).hasMessageContaining("x");
        assertThat(join(held.future)).isEqualTo("done");
        AsyncMetrics metrics = one.dispatcher.metrics();
        assertThat(List.of(metrics.queued(), metrics.running(), metrics.completed(), metrics.failed()))
                .containsExactly(0L, 0L, 1L, 1L);
        assertThat(metrics.cancelled()).isEqualTo(1);
        assertThat(metrics.queueTimeMax()).isPositive();
    }
}
