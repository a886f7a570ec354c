package io.mongoodm.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares an ascending index on one component, of a model or of a record nested in it. */
@Documented
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Indexed {
    /** The index's name. Empty for the server's default. */
    String name() default "";

    /** Whether two documents may not have the same value. */
    boolean unique() default false;

    /** Whether documents without the field are left out. */
    boolean sparse() default false;

    /** Whether the query planner ignores the index. */
    boolean hidden() default false;

    /** Seconds after which a document is deleted, counted from the component's date; -1 for never. */
    long expireAfterSeconds() default -1;

    /** A filter in extended JSON; only documents that match are indexed. Empty for all. */
    String partialFilter() default "";

    /** The collation as extended JSON, as the server takes it. Empty for the collection's. */
    String collation() default "";
}
