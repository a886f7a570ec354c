package io.mongoodm.testkit;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import io.mongoodm.Odm;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The database of one test class with the handles on it, each opened when it is first asked for. */
final class ClassDatabase implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final CommandRecorder recorder = new CommandRecorder(false);
    private final OdmTest test;
    private final EmbeddedMongo server;
    private @Nullable Odm odm;
    private @Nullable AsyncOdm asyncOdm;

    ClassDatabase(OdmTest test) {
        this.test = test;
        this.server = EmbeddedMongo.start(test.server());
    }

    EmbeddedMongo server() {
        return server;
    }

    CommandRecorder recorder() {
        recorder.record();
        return recorder;
    }

    void forgetCommands() {
        recorder.clear();
    }

    Odm odm() {
        lock.lock();
        try {
            if (odm == null) {
                odm = open();
            }
            return odm;
        } finally {
            lock.unlock();
        }
    }

    AsyncOdm asyncOdm() {
        lock.lock();
        try {
            if (asyncOdm == null) {
                asyncOdm = AsyncOdm.over(odm());
            }
            return asyncOdm;
        } finally {
            lock.unlock();
        }
    }

    private Odm open() {
        ConnectionString uri = new ConnectionString(server.uri());
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyConnectionString(uri)
                .addCommandListener(recorder)
                .build();
        return Odm.builder()
                .settings(settings)
                .database(Objects.requireNonNull(uri.getDatabase(), "database"))
                .models(test.models())
                .build();
    }

    /** Closes the handles and then the lease, which drops the database; each although one before it failed. */
    @Override
    public void close() {
        try {
            if (asyncOdm != null) {
                asyncOdm.close();
            }
        } finally {
            closeBlocking();
        }
    }

    private void closeBlocking() {
        try {
            if (odm != null) {
                odm.close();
            }
        } finally {
            server.close();
        }
    }
}
