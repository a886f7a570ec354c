package io.mongoodm.internal.mapping;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
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
    private final Roots roots;
    private volatile @Nullable CodecRegistry withUuids;
    private @Nullable Parsing current;

    /**
     * Creates an empty catalog.
     *
     * @param users the registry whose own codecs win
     * @param access the way to the members of records
     * @param roots the registered classes
     */
    Catalog(CodecRegistry users, Access access, Roots roots) {
        this.users = new UserCodecs(users);
        this.access = access;
        this.roots = roots;
        this.tags = roots.tags();
        CodecProvider ours = new MappingProvider(this);
        this.registry = CodecRegistries.fromProviders(ours, users);
    }

    CodecRegistry registry() {
        return registry;
    }

    /** Returns the registry for what is read as the driver reads it; made when something is. */
    CodecRegistry withUuids() {
        CodecRegistry known = withUuids;
        if (known == null) {
            known = OpenCodec.withUuids(registry);
            withUuids = known;
        }
        return known;
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

    /** Tells whether references may refer to the class. */
    boolean isModel(Class<?> type) {
        return roots.rootOf(type) != null;
    }

    @Nullable
    ParsedRecord<?> known(JavaType type) {
        return records.get(type);
    }

    @Nullable
    SealedCodec knownHierarchy(JavaType type) {
        return hierarchies.get(type);
    }

    /** Parses the registered classes. */
    void parseModels(Problems problems) {
        lock.lock();
        try {
            Parsing parsing = begin(problems);
            for (Class<?> type : roots.types()) {
                if (type.isRecord()) {
                    parsing.record(JavaType.of(type));
                    ActiveRecords.check(type, problems);
                } else {
                    parsing.hierarchy(JavaType.of(type));
                }
            }
            publish(parsing, problems);
        } finally {
            end();
        }
    }

    private Parsing begin(Problems problems) {
        Parsing parsing = new Parsing(this, problems);
        current = parsing;
        return parsing;
    }

    /** Nothing is published when there is a fault. */
    private void publish(Parsing parsing, Problems problems) {
        problems.check();
        if (problems.isEmpty()) {
            records.putAll(parsing.records());
            hierarchies.putAll(parsing.hierarchies());
        }
    }

    private void end() {
        current = null;
        lock.unlock();
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
        lock.lock();
        try {
            Parsing parsing = begin(problems);
            R found = work.apply(parsing);
            publish(parsing, problems);
            problems.throwIfAny();
            return found;
        } finally {
            end();
        }
    }

    /** Returns the driver-facing codec of a record or a sealed interface. */
    @SuppressWarnings("unchecked")
    <T> Codec<T> codec(Class<T> type, JavaType key) {
        if (type.isRecord()) {
            return (Codec<T>) record(key).codec();
        }
        SealedCodec hierarchy = hierarchy(key);
        return (Codec<T>) sealed.computeIfAbsent(key, k -> new ModelCodec<>(type, hierarchy, hierarchy));
    }
}
