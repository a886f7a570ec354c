package io.mongoodm.internal.validation;

/** What the names in a document mean at one level of it. */
@FunctionalInterface
interface Scope {
    /** Returns where a name or dotted path leads. */
    Target resolve(String key, Place place);
}
