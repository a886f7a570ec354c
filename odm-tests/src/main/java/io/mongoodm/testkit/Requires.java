package io.mongoodm.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a test or a test class needs of its server. On a server that lacks any of it the test is skipped, with the name of
 * what is missing; how many were skipped for what is printed for each server when the test run ends.
 *
 * <p>The server is the one of the class's {@link OdmTest}, and the one that the environment chooses in a class without.
 * It is started to be asked.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RequiresCondition.class)
public @interface Requires {
    /** The features, all of which are needed. */
    Feature[] value();
}
