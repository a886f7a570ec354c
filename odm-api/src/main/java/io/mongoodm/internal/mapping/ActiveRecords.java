package io.mongoodm.internal.mapping;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Set;

/** Checks that a record in instance style names itself: another argument would promise documents of another class. */
final class ActiveRecords {
    /** By name, because the async one is in a module above this one. */
    private static final Set<String> INTERFACES =
            Set.of("io.mongoodm.ActiveRecord", "io.mongoodm.vthreads.AsyncActiveRecord");

    private ActiveRecords() {}

    static void check(Class<?> record, Problems problems) {
        check(record, record, problems);
    }

    /** An interface above the record may name itself: what it promises is documents of that interface. */
    private static void check(Class<?> record, Class<?> declaring, Problems problems) {
        for (Type above : declaring.getGenericInterfaces()) {
            if (above instanceof ParameterizedType parameterized
                    && INTERFACES.contains(((Class<?>) parameterized.getRawType()).getName())) {
                Class<?> argument = JavaType.of(parameterized.getActualTypeArguments()[0], java.util.Map.of())
                        .raw();
                if (argument != record && argument != declaring) {
                    Class<?> raw = (Class<?>) parameterized.getRawType();
                    problems.add("Record " + record.getSimpleName() + " implements " + raw.getSimpleName() + "<"
                            + argument.getSimpleName() + ">: the type argument has to be " + record.getSimpleName());
                }
            }
            Class<?> raw = above instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) above;
            check(record, raw, problems);
        }
    }
}
