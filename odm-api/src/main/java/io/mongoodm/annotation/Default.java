package io.mongoodm.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The value of a component whose field is absent or null when a document is read. Give one of the two. */
@Documented
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Default {
    /** The stored value in extended JSON. */
    String value() default "";

    /** The name of a static method of the record without parameters that makes the value. */
    String factory() default "";
}
