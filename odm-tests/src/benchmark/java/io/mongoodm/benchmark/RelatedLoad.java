package io.mongoodm.benchmark;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.Ref;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.vthreads.AsyncOdm;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * What {@code loadRelated} of three relations costs: time, allocation and commands by the number of parents with a target of
 * their own for each relation, and the two forms on a server that answers each find late.
 */
public final class RelatedLoad {
    private static final int[] PARENTS = {1_000, 10_000, 100_000};
    private static final int RUNS = 7;
    private static final int DELAY_MILLIS = 20;

    /** What is referred to. */
    public record Target(int id, String name) {}

    /** Refers to three targets. */
    public record Parent(int id, Ref<Target> first, Ref<Target> second, Ref<Target> third) {}

    private final CommandRecorder recorder = new CommandRecorder();
    private final Odm odm;
    private final AsyncOdm async;

    private RelatedLoad(ConnectionString uri) {
        this.odm = Odm.builder()
                .settings(MongoClientSettings.builder()
                        .applyConnectionString(uri)
                        .applicationName("related-load")
                        .addCommandListener(recorder)
                        .build())
                .database(Objects.requireNonNull(uri.getDatabase()))
                .models(Target.class, Parent.class)
                .build();
        this.async = AsyncOdm.over(odm);
    }

    public static void main(String[] arguments) {
        try (EmbeddedMongo server = EmbeddedMongo.start()) {
            RelatedLoad load = new RelatedLoad(new ConnectionString(server.uri()));
            try (Odm odm = load.odm;
                    AsyncOdm async = load.async) {
                load.store(PARENTS[PARENTS.length - 1]);
                for (int parents : PARENTS) {
                    load.measure("own targets", parents(parents, parents));
                }
                for (int parents : PARENTS) {
                    load.measure("100 targets", parents(parents, 100));
                }
                load.delayed(parents(100, 100));
                load.delayed(parents(10_000, 100));
            }
        }
    }

    private void store(int targets) {
        Model<Target> model = odm.model(Target.class);
        for (int from = 0; from < targets; from += 10_000) {
            model.createMany(IntStream.range(from, from + 10_000)
                    .mapToObj(i -> new Target(i, "target " + i))
                    .toList());
        }
    }

    private static List<Parent> parents(int number, int targets) {
        return IntStream.range(0, number)
                .mapToObj(i -> new Parent(i, Ref.to(i % targets), Ref.to((i + 1) % targets), Ref.to((i + 2) % targets)))
                .toList();
    }

    private void measure(String what, List<Parent> parents) {
        Model<Parent> model = odm.model(Parent.class);
        List<Long> times = new ArrayList<>();
        long allocated = 0;
        for (int run = 0; run < RUNS; run++) {
            recorder.clear();
            long bytes = allocated();
            long start = System.nanoTime();
            requireLoaded(model.loadRelated(parents));
            times.add(System.nanoTime() - start);
            allocated = allocated() - bytes;
        }
        times.sort(null);
        long median = times.get(RUNS / 2);
        System.out.printf(
                "%s, %,d parents: median %.1f ms, %.2f us a parent, %,d bytes allocated by the caller a parent, %d"
                        + " finds, %d getMores%n",
                what,
                parents.size(),
                median / 1e6,
                median / 1e3 / parents.size(),
                allocated / parents.size(),
                recorder.commands("find").size(),
                recorder.commands("getMore").size());
    }

    private void delayed(List<Parent> parents) {
        odm.client()
                .getDatabase("admin")
                .runCommand(Document.parse("{configureFailPoint: 'failCommand', mode: 'alwaysOn', data: {failCommands:"
                        + " ['find'], blockConnection: true, blockTimeMS: " + DELAY_MILLIS
                        + ", appName: 'related-load'}}"));
        Call inTurn = () -> odm.model(Parent.class).loadRelated(parents);
        Call atOnce = () -> async.model(Parent.class).aloadRelated(parents).join();
        median(inTurn);
        median(atOnce);
        long blocking = median(inTurn);
        long concurrent = median(atOnce);
        odm.client()
                .getDatabase("admin")
                .runCommand(Document.parse("{configureFailPoint: 'failCommand', mode: 'off'}"));
        System.out.printf(
                "each find %d ms late, %,d parents, 100 targets: blocking %.1f ms, async %.1f ms, ratio %.2f%n",
                DELAY_MILLIS, parents.size(), blocking / 1e6, concurrent / 1e6, (double) concurrent / blocking);
    }

    private interface Call {
        List<Parent> run();
    }

    private static long median(Call call) {
        List<Long> times = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            requireLoaded(call.run());
            times.add(System.nanoTime() - start);
        }
        times.sort(null);
        return times.get(RUNS / 2);
    }

    private static void requireLoaded(List<Parent> loaded) {
        if (!loaded.stream().allMatch(parent -> parent.third() instanceof Ref.Loaded)) {
            throw new IllegalStateException("A target was not loaded");
        }
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
    }
}
