package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Set;

/**
 * A command that the server knows.
 *
 * @param action what it does, under the store's lock
 * @param traits what the dispatcher has to know of it
 */
record Command(Action action, Set<Trait> traits) {

    /** What a command does. The reply needs no {@code ok}. */
    @FunctionalInterface
    interface Action {
        Document run(Request request) throws InterruptedException;
    }

    /** What the dispatcher has to know of a command. */
    enum Trait {
        /** It may run in a transaction. */
        IN_TRANSACTION,
        /** It commits or aborts one. */
        ENDS_TRANSACTION
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }
}
