package io.mongoodm.relations;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.mongoodm.Odm;
import io.mongoodm.Ref;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@OdmTest
class ConcurrentLoadingTest {
    record Target(int id) {}

    record Parent(int id, Ref<Target> first, Ref<Target> second, Ref<Target> third) {}

    private static final Parent PARENT = new Parent(1, Ref.to(1), Ref.to(2), Ref.to(3));

    /** Holds every find back until as many are under way as are awaited, and counts the most that were. */
    private static final class Meeting implements CommandListener {
        private final CountDownLatch awaited;
        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        Meeting(int finds) {
            awaited = new CountDownLatch(finds);
        }

        @Override
        public void commandStarted(CommandStartedEvent event) {
            if (!event.getCommandName().equals("find")) {
                return;
            }
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            awaited.countDown();
            try {
                if (!awaited.await(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("The other finds did not start");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void commandSucceeded(CommandSucceededEvent event) {
            if (event.getCommandName().equals("find")) {
                underWay.decrementAndGet();
            }
        }

        @Override
        public void commandFailed(CommandFailedEvent event) {
            if (event.getCommandName().equals("find")) {
                underWay.decrementAndGet();
            }
        }
    }

    private static Odm connect(EmbeddedMongo server, Meeting meeting) {
        ConnectionString uri = new ConnectionString(server.uri());
        return Odm.builder()
                .settings(MongoClientSettings.builder()
                        .applyConnectionString(uri)
                        .addCommandListener(meeting)
                        .build())
                .database(Objects.requireNonNull(uri.getDatabase()))
                .models(Target.class, Parent.class)
                .build();
    }

    @Test
    void independentRelationsAreFoundAtOnceInTheAsyncForm(EmbeddedMongo server) {
        Meeting meeting = new Meeting(3);
        try (Odm blocking = connect(server, meeting);
                AsyncOdm odm = AsyncOdm.over(blocking)) {
            Parent loaded = odm.model(Parent.class).aloadRelated(PARENT).join();
            assertThat(loaded.third()).isInstanceOf(Ref.Missing.class);
            assertThat(meeting.most).hasValue(3);
        }
    }

    @Test
    void relationsAreFoundOneAfterTheOtherInTheBlockingForm(EmbeddedMongo server) {
        Meeting meeting = new Meeting(1);
        try (Odm odm = connect(server, meeting)) {
            Parent loaded = odm.model(Parent.class).loadRelated(PARENT);
            assertThat(loaded.third()).isInstanceOf(Ref.Missing.class);
            assertThat(meeting.most).hasValue(1);
        }
    }
}
