package io.mongoodm.indexes;

import io.mongoodm.IndexPlan;
import io.mongoodm.Odm;
import io.mongoodm.UndeclaredIndexes;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The two forms of the functions on indexes. */
enum IndexForm {
    BLOCKING {
        @Override
        IndexPlan plan(Odm odm) {
            return odm.planIndexes();
        }

        @Override
        IndexPlan apply(Odm odm) {
            return odm.applyIndexes();
        }

        @Override
        IndexPlan apply(Odm odm, UndeclaredIndexes undeclared) {
            return odm.applyIndexes(undeclared);
        }
    },
    ASYNC {
        @Override
        IndexPlan plan(Odm odm) {
            return join(AsyncOdm.over(odm).aplanIndexes());
        }

        @Override
        IndexPlan apply(Odm odm) {
            return join(AsyncOdm.over(odm).asyncApplyIndexes());
        }

        @Override
        IndexPlan apply(Odm odm, UndeclaredIndexes undeclared) {
            return join(AsyncOdm.over(odm).asyncApplyIndexes(undeclared));
        }

        private static IndexPlan join(CompletableFuture<IndexPlan> future) {
            try {
                return future.join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw e;
            }
        }
    };

    abstract IndexPlan plan(Odm odm);

    abstract IndexPlan apply(Odm odm);

    abstract IndexPlan apply(Odm odm, UndeclaredIndexes undeclared);
}
