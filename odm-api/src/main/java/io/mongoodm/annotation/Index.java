package io.mongoodm.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares an index on a model. Declaring sends nothing: {@code Odm.planIndexes()} compares with the server, and
 * {@code Odm.applyIndexes()} builds.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Index.List.class)
public @interface Index {
    /**
     * The keys, in order, by component or stored name, dotted where nested: {@code "name"} ascending,
     * {@code "-name"} descending, {@code "place:2dsphere"}, {@code "place:2d"}, {@code "body:text"},
     * {@code "key:hashed"}, {@code "attributes.$**"} for a wildcard.
     */
    String[] fields();

    /** The index's name. Empty for the server's default, the keys joined by underscores. */
    String name() default "";

    /** Whether two documents may not have the same key. */
    boolean unique() default false;

    /** Whether documents without the keys are left out. */
    boolean sparse() default false;

    /** Whether the query planner ignores the index. */
    boolean hidden() default false;

    /** Seconds after which a document is deleted, counted from the indexed date; -1 for never. */
    long expireAfterSeconds() default -1;

    /** A filter in extended JSON; only documents that match are indexed. Empty for all. */
    String partialFilter() default "";

    /** Weights of text keys, each {@code "field=number"}. */
    String[] weights() default {};

    /** The collation as extended JSON, as the server takes it. Empty for the collection's. */
    String collation() default "";

    /** Holds several indexes of one model. */
    @Documented
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        /** The declared indexes. */
        Index[] value();
    }
}
