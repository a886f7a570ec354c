package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.ActiveRecord;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.Query;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every function of the blocking API that sends something has a twin whose name starts with {@code a}. */
class TwinTest {
    private static final Set<String> SENDS_NOTHING =
            Set.of("withSession", "withTimeout", "collection", "model", "withDatabase", "client", "database", "close");

    private static Stream<Method> functions(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass().equals(type) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !SENDS_NOTHING.contains(method.getName()));
    }

    private static List<Method> withoutTwin(Class<?> blocking, Class<?> async, String prefix) {
        return functions(blocking)
                .filter(method -> functions(async)
                        .noneMatch(twin -> twin.getName().endsWith(nameOf(method, prefix))
                                && twin.getName().startsWith("a")
                                && (twin.getReturnType().equals(CompletableFuture.class)
                                        || twin.getReturnType().equals(AsyncQuery.class))
                                && sameParameters(method, twin)))
                .toList();
    }

    /** An index plan is made by {@code aplanIndexes} and carried out by {@code asyncApplyIndexes}, as in the reference. */
    private static String nameOf(Method method, String prefix) {
        String name = method.getName();
        return name.equals("applyIndexes") ? "ApplyIndexes" : prefix + name;
    }

    private static boolean sameParameters(Method method, Method twin) {
        return Stream.of(method.getParameterTypes())
                .map(TwinTest::twinOf)
                .toList()
                .equals(List.of(twin.getParameterTypes()));
    }

    private static Class<?> twinOf(Class<?> parameter) {
        return parameter.equals(io.mongoodm.Transaction.Body.class) ? TransactionScope.Body.class : parameter;
    }

    @Test
    void everyFunctionHasATwin() {
        assertThat(withoutTwin(Model.class, AsyncModel.class, "a")).isEmpty();
        assertThat(withoutTwin(Odm.class, AsyncOdm.class, "a")).isEmpty();
        assertThat(withoutTwin(ActiveRecord.class, AsyncActiveRecord.class, "a"))
                .isEmpty();
    }

    @Test
    void everyStepOfAQueryHasATwin() {
        assertThat(functions(Query.class).map(Method::getName).filter(name -> !name.equals("iterator")))
                .isSubsetOf(Stream.of(AsyncQuery.class.getMethods())
                        .map(Method::getName)
                        .toList());
    }
}
