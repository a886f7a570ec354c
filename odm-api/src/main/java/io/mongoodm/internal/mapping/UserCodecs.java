package io.mongoodm.internal.mapping;

import com.mongodb.MongoClientSettings;
import java.lang.reflect.Type;
import java.util.List;
import org.bson.UuidRepresentation;
import org.bson.codecs.Codec;
import org.bson.codecs.UuidCodec;
import org.bson.codecs.configuration.CodecConfigurationException;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/** The registry that a handle was given: codecs of the user's own win, the driver's serve what this library does not know. */
final class UserCodecs {
    private final CodecRegistry registry;

    UserCodecs(CodecRegistry registry) {
        this.registry = registry;
    }

    /** Returns the user's own codec for a type, or null. */
    @SuppressWarnings("ReferenceEquality")
    <T> @Nullable Codec<T> own(Class<T> type, List<Type> arguments, CodecRegistry whole) {
        if (registry == MongoClientSettings.getDefaultCodecRegistry()) {
            // Nothing in it is the user's, and asking it for a record builds the driver's codec, at a price.
            return null;
        }
        Codec<T> codec = any(type, arguments, whole);
        return codec == null || !isOwn(codec) ? null : codec;
    }

    /** Returns whichever codec the registry has for a type; null when it has none, or one that refuses the type. */
    <T> @Nullable Codec<T> any(Class<T> type, List<Type> arguments, CodecRegistry whole) {
        try {
            return registry.get(type, arguments, whole);
        } catch (CodecConfigurationException e) {
            // The driver's record and collection codecs refuse types that this library reads by itself.
            return null;
        }
    }

    private static boolean isOwn(Codec<?> codec) {
        if (codec instanceof ModelCodec || codec instanceof StandaloneCodec) {
            return false;
        }
        if (codec instanceof UuidCodec uuid) {
            // The driver's default refuses every UUID; any other representation was chosen by the user.
            return uuid.getUuidRepresentation() != UuidRepresentation.UNSPECIFIED
                    && uuid.getUuidRepresentation() != UuidRepresentation.STANDARD;
        }
        String name = codec.getClass().getName();
        return !name.startsWith("org.bson.") && !name.startsWith("com.mongodb.");
    }
}
