package io.mongoodm.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component that is not stored and is filled by {@code loadRelated}: a record, an {@code Optional} of it, or a
 * {@code List} for the reverse direction. It takes the documents whose foreign field equals this one's local field.
 */
@Documented
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Relation {
    /** The component of this record, by name or stored name, whose value is looked up. */
    String localField() default "_id";

    /** The field of the related model that has to equal it. */
    String foreignField() default "_id";
}
