package io.mongoodm.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class with a database of its own on a server of the test kit.
 *
 * <p>Constructors and methods of the class, and of the {@code @Nested} classes in it, may take {@code Odm},
 * {@code AsyncOdm} (over that {@code Odm}), {@link EmbeddedMongo} and {@link CommandRecorder} parameters: one of each for
 * the class. The recorder sees the commands of the injected handles from its injection on, and is emptied in front of
 * each test. When the class has run, the handles are closed and the database is dropped. The server is shared by the
 * classes of a test run and started when the first parameter asks for it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(OdmTestExtension.class)
public @interface OdmTest {
    /** The models that the injected handles register. */
    Class<?>[] models() default {};

    /** The server to use, whatever the environment says; by default what the environment says. */
    Server server() default Server.AUTO;
}
