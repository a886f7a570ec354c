package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A query by a list of ids and nothing else, prepared once, so that no document is compared with each of them. */
record IdQuery(Document query, Set<@Nullable Object> ids) {
    private static final int FEW = 16;

    /** Returns the ids that a query asks for, none when it asks for anything else or for few. */
    static IdQuery of(Document query) {
        Set<@Nullable Object> ids = new HashSet<>();
        if (query.size() == 1
                && query.get("_id") instanceof Document condition
                && condition.size() == 1
                && condition.get("$in") instanceof Collection<?> listed
                && listed.size() > FEW) {
            ids.addAll(listed);
        }
        return new IdQuery(query, ids);
    }

    /** Tells whether this is what was prepared for a query. */
    @SuppressWarnings("ReferenceEquality") // to compare two long lists is what is saved here
    boolean isOf(Document other) {
        return query == other;
    }

    /** Tells whether a document is one of the ids; one that is equal only to the server's eyes is not seen. */
    boolean has(Document document) {
        return ids.contains(document.get("_id"));
    }
}
