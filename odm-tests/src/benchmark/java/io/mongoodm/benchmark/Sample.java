package io.mongoodm.benchmark;

import java.util.function.IntFunction;

/** The models in the order in which they join a measurement. */
enum Sample {
    USER(User.class, User::sample),
    PRODUCT(Others.Product.class, Others.Product::sample),
    EVENT(Others.Event.class, Others.Event::sample),
    READING(Others.Reading.class, Others.Reading::sample);

    private final Class<?> type;
    private final IntFunction<Object> make;

    Sample(Class<?> type, IntFunction<Object> make) {
        this.type = type;
        this.make = make;
    }

    Class<?> type() {
        return type;
    }

    Object make(int seed) {
        return make.apply(seed);
    }
}
