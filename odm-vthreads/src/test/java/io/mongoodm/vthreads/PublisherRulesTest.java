package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;

/** The rules of the Flow variant of the reactive-streams TCK, each as a test of its own. */
class PublisherRulesTest {
    private static final long PATIENCE_MILLIS = 400;

    /** What the TCK asks for; it is written for another test framework, which the factory below stands in for. */
    public static final class Rules extends FlowPublisherVerification<Long> {
        Rules() {
            super(new TestEnvironment(PATIENCE_MILLIS, PATIENCE_MILLIS), PATIENCE_MILLIS);
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

    @TestFactory
    List<DynamicTest> rules() {
        List<DynamicTest> tests = Stream.of(Rules.class.getMethods())
                .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(method)))
                .toList();
        assertThat(tests).hasSizeGreaterThan(30);
        return tests;
    }

    private static void run(Method rule) throws Throwable {
        Rules rules = new Rules();
        rules.setUp();
        try {
            rule.invoke(rules);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException skipped) {
                throw new TestAbortedException(skipped.getMessage(), skipped);
            }
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
