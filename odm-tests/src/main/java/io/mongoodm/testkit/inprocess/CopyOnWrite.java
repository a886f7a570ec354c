package io.mongoodm.testkit.inprocess;

import java.util.function.UnaryOperator;

/**
 * A mutable value that can be forked for free: both sides go on sharing it until one of them writes, and that one
 * copies it first. This is what makes the snapshot of a transaction cheap.
 */
final class CopyOnWrite<V> {
    private final UnaryOperator<V> copier;
    private V value;
    private boolean shared;

    CopyOnWrite(V value, UnaryOperator<V> copier) {
        this.value = value;
        this.copier = copier;
    }

    V read() {
        return value;
    }

    V write() {
        if (shared) {
            value = copier.apply(value);
            shared = false;
        }
        return value;
    }

    CopyOnWrite<V> fork() {
        CopyOnWrite<V> fork = new CopyOnWrite<>(value, copier);
        shared = true;
        fork.shared = true;
        return fork;
    }
}
