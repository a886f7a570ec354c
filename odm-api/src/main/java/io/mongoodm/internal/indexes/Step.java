package io.mongoodm.internal.indexes;

import java.util.List;
import java.util.Set;

/** One thing that a plan says of one collection. */
sealed interface Step {
    /** The index is as declared. */
    record Keep(ServerIndex index) implements Step {}

    /**
     * The index is built while the old ones, if there are any, are there; they are dropped when it is.
     *
     * @param replaced older versions of it under its names
     */
    record Create(Wanted wanted, String name, List<ServerIndex> replaced) implements Step {}

    /**
     * The server changes the index in place.
     *
     * @param differences what is changed
     * @param fallback what is done at a server that cannot
     */
    record Modify(Wanted wanted, ServerIndex index, Set<String> differences, Step fallback) implements Step {}

    /** The old index is dropped, since the server takes no such index beside it, and the new one built. */
    record Rebuild(Wanted wanted, ServerIndex old, String name) implements Step {}

    /** The index is dropped. */
    record Drop(ServerIndex index, String reason) implements Step {}

    /** The index is declared nowhere and stays. */
    record Undeclared(ServerIndex index) implements Step {}

    /** What no order of commands resolves. */
    record Conflict(String name, String description) implements Step {}
}
