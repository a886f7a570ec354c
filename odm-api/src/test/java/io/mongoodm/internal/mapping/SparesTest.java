package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SparesTest {
    private static final int THREADS = 64;
    private static final int ROUNDS = 2_000;

    private final Spares<AtomicBoolean> spares = new Spares<>(AtomicBoolean::new);

    @Test
    void whatWasGivenBackIsTakenAgain() {
        int place = Spares.place();
        AtomicBoolean spare = spares.take(place);
        spares.giveBack(place, spare);
        assertThat(spares.take(Spares.place())).isSameAs(spare);
    }

    @Test
    void whatIsInUseIsNotTaken() {
        int place = Spares.place();
        AtomicBoolean outer = spares.take(place);
        AtomicBoolean inner = spares.take(place);
        assertThat(inner).isNotSameAs(outer);
        spares.giveBack(place, inner);
        spares.giveBack(place, outer);
        assertThat(spares.take(place)).isSameAs(outer);
    }

    @Test
    void noTwoThreadsUseOneAtATime() throws Exception {
        Callable<Boolean> work = () -> {
            boolean alone = true;
            for (int i = 0; i < ROUNDS; i++) {
                int place = Spares.place();
                AtomicBoolean used = spares.take(place);
                alone &= used.compareAndSet(false, true);
                Thread.onSpinWait();
                alone &= used.compareAndSet(true, false);
                spares.giveBack(place, used);
            }
            return alone;
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(work);
            }
            for (Future<Boolean> alone : threads.invokeAll(all)) {
                assertThat(alone.get()).isTrue();
            }
        }
    }
}
