package io.mongoodm.reference;

import static com.mongodb.client.model.Filters.eq;
import static io.mongoodm.query.Fields.field;

import io.mongoodm.Model;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two safes, a full and an empty one, and transactions that take coins out of them while a test looks on. */
abstract class Safes {
    @OdmModel(collection = "safes")
    record Safe(String id, int coins) {}

    static final String CONFLICT =
            "{failCommands: ['update'], errorCode: 112, errorLabels: ['TransientTransactionError']}";
    static final String LONG_FIND = "{failCommands: ['find'], blockConnection: true, blockTimeMS: 2000}";

    final Observed observed;
    final AsyncOdm odm;

    Safes(EmbeddedMongo server, String application) {
        this.observed = new Observed(server, application, 10, Safe.class);
        this.odm = observed.odm();
    }

    @BeforeEach
    void storeSafes() {
        odm.transaction(tx -> tx.attempt());
        odm.model(Safe.class)
                .acreateMany(List.of(new Safe("a", 100), new Safe("b", 0)))
                .join();
        observed.recorder().clear();
        observed.ends().clear();
    }

    @AfterEach
    void close() {
        observed.close();
    }

    static long take(Model<Safe> safes, String id) {
        return safes.updateOne(eq("_id", id), field(Safe::coins).inc(-10)).getModifiedCount();
    }

    final int coins(String id) {
        return odm.model(Safe.class).aget(eq("_id", id)).join().coins();
    }
}
