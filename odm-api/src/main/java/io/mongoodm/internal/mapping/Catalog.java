package io.mongoodm.internal.mapping;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bson.codecs.Codec;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What a handle knows about records and sealed interfaces: the registered ones and whatever they contain from the start,
 * any other from its first use. A parse is published only when it found no fault.
 */
final class Catalog {
    private final Map<JavaType, ParsedRecord<?>> records = new ConcurrentHashMap<>();
    private final Map<JavaType, ModelCodec<?>> sealed = new ConcurrentHashMap<>();
    private final Map<JavaType, SealedCodec> hierarchies = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final UserCodecs users;
    private final CodecRegistry registry;
    private final Access access;
    private final Map<Class<?>, Tag> tags;
    private final Predicate<Class<?>> models;
    private @Nullable Parsing current;

    /**
     * Creates an empty catalog.
     *
     * @param users the registry whose own codecs win
     * @param access the way to the members of records
     * @param tags the tags of the variants of registered sealed interfaces
     * @param models tells which classes references may refer to
     */
    Catalog(CodecRegistry users, Access access, Map<Class<?>, Tag> tags, Predicate<Class<?>> models) {
        this.users = new UserCodecs(users);
        this.access = access;
        this.tags = tags;
        this.models = models;
        CodecProvider ours = new MappingProvider(this);
        this.registry = CodecRegistries.fromProviders(ours, users);
    }

    CodecRegistry registry() {
        return registry;
    }

    UserCodecs users() {
        return users;
    }

    Access access() {
        return access;
    }

    @Nullable
    Tag registeredTag(Class<?> variant) {
        return tags.get(variant);
    }

    boolean isModel(Class<?> type) {
        return models.test(type);
    }

    @Nullable
    ParsedRecord<?> known(JavaType type) {
        return records.get(type);
    }

    @Nullable
    SealedCodec knownHierarchy(JavaType type) {
        return hierarchies.get(type);
    }

    /** Parses with faults gathered by the caller; nothing is published when there are any. */
    void parse(Problems problems, Consumer<Parsing> work) {
        lock.lock();
        try {
            Parsing parsing = new Parsing(this, problems);
            current = parsing;
            work.accept(parsing);
            problems.check();
            if (problems.isEmpty()) {
                publish(parsing);
            }
        } finally {
            current = null;
            lock.unlock();
        }
    }

    private void publish(Parsing parsing) {
        records.putAll(parsing.records());
        hierarchies.putAll(parsing.hierarchies());
    }

    /** Returns a record, parsed now when it is not known. */
    ParsedRecord<?> record(JavaType type) {
        ParsedRecord<?> known = records.get(type);
        return known != null ? known : parsed(parsing -> parsing.record(type));
    }

    /** Returns a sealed interface, parsed now when it is not known. */
    SealedCodec hierarchy(JavaType type) {
        SealedCodec known = hierarchies.get(type);
        return known != null ? known : parsed(parsing -> parsing.hierarchy(type));
    }

    private <R> R parsed(Function<Parsing, R> work) {
        Parsing outer = lock.isHeldByCurrentThread() ? current : null;
        if (outer != null) {
            // A codec of the user's asks for this while it is itself looked up for a record that is being parsed.
            return work.apply(outer);
        }
        Problems problems = new Problems();
        Object[] result = new Object[1];
        parse(problems, parsing -> result[0] = work.apply(parsing));
        problems.throwIfAny();
        @SuppressWarnings("unchecked")
        R found = (R) result[0];
        return found;
    }

    /** Returns the driver-facing codec of a record or a sealed interface. */
    @SuppressWarnings("unchecked")
    <T> Codec<T> codec(Class<T> type, JavaType key) {
        if (type.isRecord()) {
            return (Codec<T>) record(key).codec();
        }
        SealedCodec hierarchy = hierarchy(key);
        return (Codec<T>) sealed.computeIfAbsent(key, k -> new ModelCodec<>(type, hierarchy, hierarchy::named));
    }
}
