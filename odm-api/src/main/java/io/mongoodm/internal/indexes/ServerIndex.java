package io.mongoodm.internal.indexes;

import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * An index as a server listed it.
 *
 * @param name its name
 * @param normalForm what is compared
 * @param listing the whole entry
 */
record ServerIndex(String name, NormalForm normalForm, BsonDocument listing) {
    private static final List<String> NOT_SENT = List.of("ns", "background", "buildUUID", "originalSpec", "clustered");

    static ServerIndex of(BsonDocument listing) {
        NormalForm form = NormalForm.of(listing.getDocument("key"), listing, null);
        return new ServerIndex(listing.getString("name").getValue(), form, listing);
    }

    /** Tells whether it is the index on {@code _id}, which is the server's own. */
    boolean isOfIds() {
        return name.equals("_id_") || normalForm.isOfIds();
    }

    /**
     * Tells whether it carries a declared name, or one that was derived from it for a replacement, unless another
     * declaration has just that name.
     */
    boolean isVersionOf(String declared, Set<String> allDeclared) {
        if (name.equals(declared)) {
            return true;
        }
        return !allDeclared.contains(name)
                && name.startsWith(declared + "_v")
                && name.length() > declared.length() + 2
                && name.substring(declared.length() + 2).chars().allMatch(Character::isDigit);
    }

    /** Returns what {@code createIndexes} takes to build it again. */
    BsonDocument specification() {
        BsonDocument specification = listing.clone();
        NOT_SENT.forEach(specification::remove);
        return specification;
    }
}
