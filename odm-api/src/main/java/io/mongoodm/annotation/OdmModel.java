package io.mongoodm.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Settings of a model: a record, or a sealed interface whose variants are records. Optional; a model without it has
 * the defaults. On a variant only {@link #codec()} counts: everything else is the root's.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OdmModel {
    /** The collection's name. Empty for the simple name in snake case, acronyms whole: HTTPLog is http_log. */
    String collection() default "";

    /** The database's name. Empty for the database of the handle. */
    String database() default "";

    /** The stored field that holds the tag of a variant. Counts on sealed roots only. */
    String tagField() default "_cls";

    /** Whether a sealed root declares an ascending index on its tag. */
    boolean tagIndex() default true;

    /** Whether filters, updates, sorts and projections on this model are checked before they are sent. */
    boolean validateFilters() default true;

    /** Who reads and writes the record. */
    Codec codec() default Codec.GENERATED;

    /** The ways to read and write a record. */
    enum Codec {
        /** This library's codec. */
        GENERATED,
        /**
         * The driver's own record codec, with its rules and limits. The record is public in an exported package, and a
         * component is the id only with {@code @BsonId}.
         */
        DRIVER
    }
}
