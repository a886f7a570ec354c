package io.mongoodm.vthreads;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;

import io.mongoodm.Ref;
import io.mongoodm.annotation.OdmModel;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.conversions.Bson;

/** A small store to call every operation on: items that refer to an owner. */
final class Stock {
    /** How many items there are; they have the ids from 0 on. */
    static final int ITEMS = 20;

    static final Class<?>[] MODELS = {Item.class, Owner.class};

    private static final AtomicInteger IDS = new AtomicInteger(1_000);

    private final AsyncOdm odm;
    private final AsyncModel<Item> items;
    private final AsyncModel<Owner> owners;
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    @OdmModel(collection = "items")
    record Item(Integer id, String name, int value, Ref<Owner> owner) {
        static Item of(int id) {
            return new Item(id, "n" + id, id, Ref.to(0));
        }

        Item withValue(int newValue) {
            return new Item(id, name, newValue, owner);
        }
    }

    @OdmModel(collection = "owners")
    record Owner(Integer id, String name) {}

    Stock(AsyncOdm odm) {
        this.odm = odm;
        this.items = odm.model(Item.class);
        this.owners = odm.model(Owner.class);
    }

    AsyncOdm odm() {
        return odm;
    }

    AsyncModel<Item> items() {
        return items;
    }

    AsyncModel<Owner> owners() {
        return owners;
    }

    /** Stores what the operations work on. */
    Stock fill() {
        owners.acreate(new Owner(0, "o")).join();
        items.acreateMany(IntStream.range(0, ITEMS).mapToObj(Item::of).toList()).join();
        odm.synchronous().transaction(tx -> tx.model(Owner.class).findById(0));
        return this;
    }

    /** Runs a body on a thread that is interrupted when the future is completed from outside. */
    CompletableFuture<Boolean> onThread(Runnable body) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            try {
                body.run();
                done.complete(true);
            } catch (RuntimeException stopped) {
                done.completeExceptionally(stopped);
            }
        });
        threads.add(thread);
        thread.start();
        CompletableFuture<?> unused = done.whenComplete((value, failure) -> {
            if (Thread.currentThread() != thread) {
                thread.interrupt();
            }
        });
        return done;
    }

    /** Blocks until every thread has ended; whether that was in time. */
    boolean awaitThreads() throws InterruptedException {
        boolean ended = true;
        for (Thread thread : threads) {
            ended &= thread.join(Duration.ofSeconds(Watched.SECONDS));
        }
        return ended;
    }

    /** Returns an item that is not stored. */
    Item fresh() {
        return Item.of(freshId());
    }

    int freshId() {
        return IDS.getAndIncrement();
    }

    /** Returns a filter that fits an item that is not stored. */
    Bson absent() {
        return eq("_id", freshId());
    }

    /** Returns a filter that fits all items of {@link #fill}, in several batches. */
    AsyncQuery<Item> inPairs() {
        return items.afind(gte("value", 0)).batchSize(2);
    }

    List<Item> all() {
        return IntStream.range(0, ITEMS).mapToObj(Item::of).toList();
    }
}
