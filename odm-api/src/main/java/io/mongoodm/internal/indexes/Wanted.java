package io.mongoodm.internal.indexes;

import java.util.Set;

/**
 * An index that a collection is to have.
 *
 * @param declaration the declaration, or the first of several equal ones
 * @param form its normal form in this collection
 * @param name the name that it gets where that is free
 */
record Wanted(Declaration declaration, NormalForm form, String name) {
    /** Tells whether a listed index is it, under its name, a derived one, or, when it was given none, any. */
    boolean isMetBy(ServerIndex index, Set<String> allNames) {
        return (declaration.name() == null || index.isVersionOf(name, allNames)) && form.matches(index.normalForm());
    }

    Wanted named(String other) {
        return new Wanted(declaration, form, other);
    }
}
