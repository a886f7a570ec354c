package io.mongoodm.vthreads;

import io.mongoodm.Odm;

public final class AsyncOdm implements AutoCloseable {
    private final Odm odm;

    private AsyncOdm(Odm odm) {
        this.odm = odm;
    }

    public static AsyncOdm connect(String uri, Class<?>... models) {
        return new AsyncOdm(Odm.connect(uri, models));
    }

    public static AsyncOdm over(Odm odm) {
        return new AsyncOdm(odm);
    }

    public Odm synchronous() {
        return odm;
    }

    @Override
    public void close() {}
}
