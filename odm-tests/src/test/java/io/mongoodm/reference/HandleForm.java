package io.mongoodm.reference;

import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.vthreads.AsyncOdm;

/** The two forms of a handle's own functions, so that one test shows both. */
enum HandleForm {
    BLOCKING {
        @Override
        Handle connect(String uri, Class<?>... models) {
            return new Blocking(Odm.connect(uri, models));
        }

        @Override
        Handle over(Odm odm) {
            return new Blocking(odm);
        }
    },
    ASYNC {
        @Override
        Handle connect(String uri, Class<?>... models) {
            return new Async(AsyncOdm.connect(uri, models));
        }

        @Override
        Handle over(Odm odm) {
            return new Async(AsyncOdm.over(odm));
        }
    };

    abstract Handle connect(String uri, Class<?>... models);

    /** Returns a handle of this form that shows an open one. */
    abstract Handle over(Odm odm);

    /** A handle in either form. */
    interface Handle extends AutoCloseable {
        <T> Model<T> model(Class<T> type);

        boolean disconnect();

        void dropDatabase();

        void dropDatabase(String name);

        Handle withDatabase(String name);

        Odm synchronous();

        @Override
        void close();
    }

    private record Blocking(Odm synchronous) implements Handle {
        @Override
        public <T> Model<T> model(Class<T> type) {
            return synchronous.model(type);
        }

        @Override
        public boolean disconnect() {
            return synchronous.disconnect();
        }

        @Override
        public void dropDatabase() {
            synchronous.dropDatabase();
        }

        @Override
        public void dropDatabase(String name) {
            synchronous.dropDatabase(name);
        }

        @Override
        public Handle withDatabase(String name) {
            return new Blocking(synchronous.withDatabase(name));
        }

        @Override
        public void close() {
            synchronous.close();
        }
    }

    private record Async(AsyncOdm odm) implements Handle {
        @Override
        public <T> Model<T> model(Class<T> type) {
            return Form.joined(odm.model(type));
        }

        @Override
        public boolean disconnect() {
            return odm.adisconnect().join();
        }

        @Override
        public void dropDatabase() {
            odm.adropDatabase().join();
        }

        @Override
        public void dropDatabase(String name) {
            odm.adropDatabase(name).join();
        }

        @Override
        public Handle withDatabase(String name) {
            return new Async(odm.withDatabase(name));
        }

        @Override
        public Odm synchronous() {
            return odm.synchronous();
        }

        @Override
        public void close() {
            odm.close();
        }
    }
}
