package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;

/** The rules of the Flow variant of the reactive-streams TCK, each as a test of its own. */
class PublisherRulesTest {
    private static final long PATIENCE_MILLIS = 3_000;
    private static final long SILENCE_MILLIS = 100;

    /** What the TCK asks for; it is written for another test framework, which the factory below stands in for. */
    public static final class Rules extends FlowPublisherVerification<Long> {
        Rules() {
            super(new TestEnvironment(PATIENCE_MILLIS, SILENCE_MILLIS), SILENCE_MILLIS);
        }

        @Override
        public Flow.Publisher<Long> createFlowPublisher(long elements) {
            return AsyncIterator.over(Stream.iterate(0L, i -> i + 1).limit(elements))
                    .publisher();
        }

        @Override
        public Flow.Publisher<Long> createFailedFlowPublisher() {
            AsyncIterator<Long> closed = AsyncIterator.over(Stream.of(1L));
            Flow.Publisher<Long> publisher = closed.publisher();
            closed.close();
            return publisher;
        }
    }

    /** Most rules wait for what must not happen, so all of them run at once. */
    @TestFactory
    List<DynamicTest> rules() {
        List<Method> rules = Stream.of(Rules.class.getMethods())
                .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
                .toList();
        assertThat(rules).hasSizeGreaterThan(30);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return rules.stream()
                    .map(rule -> result(rule, threads.submit(() -> rule.invoke(ready()))))
                    .toList();
        }
    }

    private static Rules ready() throws Exception {
        Rules rules = new Rules();
        rules.setUp();
        return rules;
    }

    private static DynamicTest result(Method rule, Future<?> run) {
        return DynamicTest.dynamicTest(rule.getName(), () -> {
            try {
                run.get();
            } catch (ExecutionException e) {
                Throwable failure = e.getCause() instanceof InvocationTargetException thrown ? thrown.getCause() : e;
                throw failure instanceof SkipException
                        ? new TestAbortedException(failure.getMessage(), failure)
                        : failure;
            }
        });
    }
}
