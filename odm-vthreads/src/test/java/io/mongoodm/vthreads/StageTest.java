package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is derived from a future, and calls of a thread that is interrupted. */
class StageTest {
    private final Bench one = new Bench(1);

    /** The ways to derive a stage. */
    enum Derived {
        APPLIED(source -> source.thenApply(value -> value)),
        COMPOSED(source -> source.thenCompose(CompletableFuture::completedFuture)),
        COMBINED(source -> source.thenCombine(new CompletableFuture<>(), (left, right) -> left)),
        COPIED(CompletableFuture::copy),
        MINIMAL(source -> source.minimalCompletionStage().toCompletableFuture()),
        HANDLED_ASYNC(source -> source.handleAsync((value, failure) -> value)),
        ALL(CompletableFuture::allOf),
        ANY(CompletableFuture::anyOf);

        @SuppressWarnings("ImmutableEnumChecker") // functions of their argument alone
        private final Function<CompletableFuture<String>, CompletableFuture<?>> derivation;

        Derived(Function<CompletableFuture<String>, CompletableFuture<?>> derivation) {
            this.derivation = derivation;
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancellingWhatIsDerivedLeavesItsSourceAlone(Derived derived) throws Exception {
        Bench.Held held = one.hold();
        CompletableFuture<?> stage = derived.derivation.apply(held.future);
        assertThat(stage.cancel(true)).isTrue();
        held.end.countDown();
        assertThat(held.future.get(Bench.SECONDS, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(held.interrupted.getCount()).isEqualTo(1);
    }

    @Test
    void aFutureIsItsOwnCompletableFuture() {
        Bench.Held held = one.hold();
        assertThat(held.future.toCompletableFuture()).isSameAs(held.future);
        assertThat(held.future.toCompletableFuture().cancel(false)).isTrue();
        Bench.await(held.interrupted);
    }

    @Test
    void aCallOfAThreadThatIsInterruptedIsMadeAndTheFlagIsKept() {
        Thread.currentThread().interrupt();
        OperationFuture<Boolean> future =
                one.call(self -> Thread.currentThread().isInterrupted());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(future.orTimeout(Bench.SECONDS, TimeUnit.SECONDS).join()).isFalse();
    }
}
