package io.mongoodm.vthreads;

import io.mongoodm.vthreads.Stock.Item;
import io.mongoodm.vthreads.Stock.Owner;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/** What is used for longer than one call; each closes what it opened when its future is done, however that came. */
enum Use {
    NEXT {
        @Override
        CompletableFuture<?> start(Stock stock) {
            AsyncQuery<Item> query = stock.inPairs();
            return thenRun(query.next(), query::close);
        }
    },
    BATCHES {
        @Override
        CompletableFuture<?> start(Stock stock) {
            AsyncIterator<Item> iterator = stock.inPairs().open();
            CompletableFuture<List<Item>> both = new CompletableFuture<>();
            CompletableFuture<?> unused = iterator.nextBatch().whenComplete((batch, failure) -> {
                if (failure != null) {
                    both.completeExceptionally(failure);
                } else if (!both.isDone()) {
                    second(iterator, both);
                }
            });
            return thenRun(both, iterator::close);
        }

        // It may have been closed since, by the stop.
        private void second(AsyncIterator<Item> iterator, CompletableFuture<List<Item>> both) {
            try {
                CompletableFuture<?> unused = iterator.nextBatch().thenAccept(both::complete);
            } catch (IllegalStateException closed) {
                both.completeExceptionally(closed);
            }
        }
    },
    STREAM {
        @Override
        CompletableFuture<?> start(Stock stock) {
            return stock.onThread(() -> {
                try (Stream<Item> stream = stock.inPairs().stream()) {
                    Iterator<Item> iterator = stream.iterator();
                    for (int i = 0; i < 5; i++) {
                        Item unused = iterator.next();
                    }
                }
            });
        }
    },
    PUBLISHER {
        @Override
        CompletableFuture<?> start(Stock stock) {
            Five five = new Five();
            stock.inPairs().publisher().subscribe(five);
            return five.done;
        }
    },
    SESSION {
        @Override
        CompletableFuture<?> start(Stock stock) {
            CompletableFuture<AsyncSession> starting = stock.odm().astartSession();
            CompletableFuture<?> unused = starting.thenAccept(AsyncSession::close);
            return starting;
        }
    },
    READS_ON_A_SESSION {
        @Override
        CompletableFuture<?> start(Stock stock) {
            AsyncSession session = stock.odm().astartSession().join();
            AsyncModel<Item> bound = stock.items().withSession(session);
            CompletableFuture<?> unused = bound.afindById(1);
            return thenRun(bound.afind().batchSize(2).forEach(item -> {}), session::close);
        }
    },
    TRANSACTION_BY_HAND {
        @Override
        CompletableFuture<?> start(Stock stock) {
            return stock.onThread(() -> {
                try (AsyncSession session = stock.odm().astartSession().join();
                        TransactionScope tx = session.startTransaction()) {
                    Owner unused = tx.amodel(Owner.class)
                            .acreate(new Owner(stock.freshId(), "o"))
                            .join();
                    tx.commit();
                }
            });
        }
    };

    abstract CompletableFuture<?> start(Stock stock);

    private static CompletableFuture<?> thenRun(CompletableFuture<?> future, Runnable close) {
        CompletableFuture<?> unused = future.whenComplete((value, failure) -> close.run());
        return future;
    }

    /** Takes five items and cancels; earlier when its future is completed from outside. */
    private static final class Five implements Flow.Subscriber<Item> {
        private final CompletableFuture<Integer> done = new CompletableFuture<>();
        private int taken;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            CompletableFuture<?> unused = thenRun(done, subscription::cancel);
            subscription.request(10);
        }

        @Override
        public void onNext(Item item) {
            if (++taken == 5) {
                done.complete(taken);
            }
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(taken);
        }
    }
}
