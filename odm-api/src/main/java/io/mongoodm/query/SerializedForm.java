package io.mongoodm.query;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a lambda object what it would be serialized as. */
final class SerializedForm {
    private SerializedForm() {}

    /** Returns the serialized form; empty when the object is no lambda of the virtual machine. */
    static Optional<SerializedLambda> of(Object lambda) {
        try {
            Method writeReplace = lambda.getClass().getDeclaredMethod("writeReplace");
            writeReplace.setAccessible(true);
            return ofReplacement(writeReplace.invoke(lambda));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (InaccessibleObjectException e) {
            return Interceptor.intercept(lambda);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The accessor cannot be read", e);
        }
    }

    private static Optional<SerializedLambda> ofReplacement(@Nullable Object replacement) {
        return replacement instanceof SerializedLambda serialized ? Optional.of(serialized) : Optional.empty();
    }

    /**
     * Gets the same from Java's serialization, which may call {@code writeReplace} where we may not: in a package of a named
     * module that is not open to us. Nothing is written: the form is taken, and a plain text goes on in its place.
     */
    private static final class Interceptor extends ObjectOutputStream {
        private @Nullable Object replacement;

        private Interceptor() throws IOException {
            super(OutputStream.nullOutputStream());
            enableReplaceObject(true);
        }

        static Optional<SerializedLambda> intercept(Object lambda) {
            try (Interceptor interceptor = new Interceptor()) {
                interceptor.writeObject(lambda);
                return ofReplacement(interceptor.replacement);
            } catch (IOException e) {
                throw new IllegalStateException("The accessor cannot be read", e);
            }
        }

        @Override
        protected Object replaceObject(Object object) {
            if (replacement == null) {
                replacement = object;
            }
            return "";
        }
    }
}
