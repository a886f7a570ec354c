package io.mongoodm.internal.mapping;

import io.mongoodm.Ref;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.codecs.Codec;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/** Serves records, sealed interfaces, and the types of the table that the driver has no codec for. */
final class MappingProvider implements CodecProvider {
    private final Catalog catalog;

    MappingProvider(Catalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public <T> @Nullable Codec<T> get(Class<T> type, CodecRegistry registry) {
        return get(type, List.of(), registry);
    }

    @Override
    public <T> @Nullable Codec<T> get(Class<T> type, List<Type> arguments, CodecRegistry registry) {
        Codec<T> own = catalog.users().own(type, arguments, registry);
        if (own != null) {
            return own;
        }
        if (Ref.class.isAssignableFrom(type)) {
            return new StandaloneCodec<>(type, reference(arguments, registry));
        }
        if (type.isRecord() || Hierarchy.isSealed(type)) {
            JavaType key = new JavaType(type, JavaType.all(arguments, Map.of()));
            return catalog.codec(type, key);
        }
        ValueCodec values = ours(type);
        return values == null ? null : new StandaloneCodec<>(type, values);
    }

    private static @Nullable ValueCodec ours(Class<?> type) {
        if (type == ZonedDateTime.class) {
            return ZonedCodec.ZONED;
        }
        if (type == OffsetDateTime.class) {
            return ZonedCodec.OFFSET;
        }
        boolean unknownToDriver =
                type == UUID.class || type == Duration.class || type == URI.class || type == BigInteger.class;
        return unknownToDriver ? Scalars.of(type) : null;
    }

    private ValueCodec reference(List<Type> arguments, CodecRegistry registry) {
        if (arguments.isEmpty()) {
            return new RefCodec(() ->
                    new ForeignCodec<>(Object.class, new OpenCodec(registry, OpenCodec.withUuids(registry)), false));
        }
        Class<?> target = JavaType.of(arguments.getFirst(), Map.of()).raw();
        return new RefCodec(() -> Targets.id(catalog, target).codec());
    }
}
