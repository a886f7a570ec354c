package io.mongoodm.internal.mapping;

import io.mongoodm.annotation.Aliases;
import io.mongoodm.annotation.Default;
import io.mongoodm.annotation.Relation;
import java.lang.annotation.Annotation;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.List;
import org.bson.codecs.Codec;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.codecs.record.RecordCodecProvider;
import org.jspecify.annotations.Nullable;

/** Makes the driver's own codecs for the records that ask for them, and reports what these would not do. */
final class DriverCodecs {
    /** What that codec would pass over without a word. */
    private static final List<Class<? extends Annotation>> UNKNOWN =
            List.of(Aliases.class, Default.class, Relation.class);

    private DriverCodecs() {}

    /** Returns the codec of a record; null when it asks for none, and when there is none. */
    static <T> @Nullable Codec<T> of(
            JavaType type, Class<T> raw, List<Declaration> declarations, CodecRegistry registry, Problems problems) {
        if (!Declaration.isDriverServed(raw)) {
            return null;
        }
        if (!isReached(raw)) {
            problems.add(
                    "Record " + raw.getSimpleName() + " asks for the driver's codec, which reaches public records in"
                            + " exported packages only: make it one, or leave codec = DRIVER out");
        }
        for (Declaration declaration : declarations) {
            for (Class<? extends Annotation> annotation : UNKNOWN) {
                if (declaration.annotated(annotation) != null) {
                    problems.add("@" + annotation.getSimpleName() + " is on " + declaration.place()
                            + ", which asks for the driver's codec, and that does not know it: leave one of the two"
                            + " out");
                }
            }
        }
        List<Type> arguments = type.reflectedArguments();
        try {
            return new RecordCodecProvider().get(raw, arguments, registry);
        } catch (RuntimeException e) {
            problems.add("Record " + raw.getSimpleName() + " asks for the driver's codec, which refuses it: "
                    + e.getMessage());
            return null;
        }
    }

    /** That codec calls accessors and the constructor by plain reflection. */
    private static boolean isReached(Class<?> record) {
        return Modifier.isPublic(record.getModifiers())
                && record.getModule().isExported(record.getPackageName(), RecordCodecProvider.class.getModule());
    }
}
