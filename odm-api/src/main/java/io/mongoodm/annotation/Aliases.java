package io.mongoodm.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Former stored names of a component: read where the present name is absent, never written, and removed from a document by
 * whatever sets or unsets the component. Filters and other updates know the present name alone, so rename what is stored
 * before they are relied on: {@code Updates.rename("former", "present")}.
 */
@Documented
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface Aliases {
    /** The former names, the one that counts first in front. */
    String[] value();
}
