package io.mongoodm.internal.mapping;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.codecs.Codec;

/** One run over records and what they contain. It knows what it has begun, so that models may contain themselves. */
final class Parsing {
    private static final int DEEPEST = 10;
    /** A method handle has 255 slots like every method, of which itself and the record that is made take two. */
    private static final int MOST_SLOTS = 253;

    private final Catalog catalog;
    private final Problems problems;
    private final Map<JavaType, ParsedRecord<?>> records = new LinkedHashMap<>();
    private final Map<JavaType, SealedCodec> hierarchies = new HashMap<>();

    Parsing(Catalog catalog, Problems problems) {
        this.catalog = catalog;
        this.problems = problems;
    }

    Map<JavaType, ParsedRecord<?>> records() {
        return records;
    }

    Map<JavaType, SealedCodec> hierarchies() {
        return hierarchies;
    }

    /** Returns the record, complete or, within itself, yet to be completed. */
    ParsedRecord<?> record(JavaType given) {
        JavaType type = bounded(given);
        ParsedRecord<?> known = catalog.known(type);
        if (known == null) {
            known = records.get(type);
        }
        return known != null ? known : parse(type, type.raw());
    }

    /** A record that contains itself with larger arguments each time would be parsed for ever. */
    private JavaType bounded(JavaType type) {
        if (type.depth() <= DEEPEST) {
            return type;
        }
        String name = type.raw().getSimpleName();
        problems.add((type.raw().isRecord() ? "Record " : "Sealed interface ") + name
                + " contains itself with type arguments that grow without end: use " + name
                + " inside itself with the arguments that it has");
        return JavaType.of(type.raw());
    }

    private <T> ParsedRecord<T> parse(JavaType type, Class<T> raw) {
        List<Declaration> declarations = Declaration.of(raw);
        Optional<ReachedRecord> reached = catalog.access().members(raw, declarations);
        if (reached.isEmpty()) {
            problems.add(closed(raw));
        }
        // What stands in for a closed record is never called: the parse only goes on to the next fault.
        ReachedRecord members = reached.isPresent()
                ? reached.get()
                : new ReachedRecord(raw, declarations, Optional.empty(), Access.NEVER);
        if (slots(declarations) > MOST_SLOTS) {
            problems.add("Record " + raw.getSimpleName() + " has more components than a method handle takes, "
                    + MOST_SLOTS + " with long and double counted twice: move some into a nested record");
        }
        Codec<T> drivers = DriverCodecs.of(type, raw, declarations, catalog.registry(), problems);
        ParsedRecord<T> record = new ParsedRecord<>(raw, members, catalog.registeredTag(raw), drivers);
        records.put(type, record);
        ComponentParser parser = new ComponentParser(this, catalog, problems, type, declarations);
        List<Component> components = parser.parse(members);
        record.complete(components);
        for (Component component : components) {
            if (reached.isPresent() && component.role() == ComponentModel.Role.ID) {
                Identity.learn(raw, reached.get(), component.index());
            }
        }
        return record;
    }

    /** How much room the arguments of the constructor take. */
    private static int slots(List<Declaration> declarations) {
        int slots = 0;
        for (Declaration declaration : declarations) {
            Class<?> type = declaration.component().getType();
            slots += type == long.class || type == double.class ? 2 : 1;
        }
        return slots;
    }

    private static String closed(Class<?> record) {
        Module ours = Parsing.class.getModule();
        return "Record " + record.getSimpleName() + " is in package " + record.getPackageName() + " of module "
                + record.getModule().getName() + ", which is not open to this library: add \"opens "
                + record.getPackageName() + (ours.isNamed() ? " to " + ours.getName() : "")
                + ";\" to its module-info, or give the builder a lookup of that module";
    }

    /** Returns the sealed interface, complete or, within itself, yet to be completed. */
    SealedCodec hierarchy(JavaType given) {
        JavaType type = bounded(given);
        SealedCodec known = catalog.knownHierarchy(type);
        if (known == null) {
            known = hierarchies.get(type);
        }
        return known != null ? known : parseHierarchy(type);
    }

    private SealedCodec parseHierarchy(JavaType type) {
        Hierarchy hierarchy = Hierarchy.of(type.raw(), problems);
        SealedCodec codec = new SealedCodec(type.raw(), hierarchy.tagField());
        hierarchies.put(type, codec);
        hierarchy.variants().forEach((tag, variant) -> codec.add(tag, record(Variants.resolve(type, variant))));
        problems.later(() -> codec.checkTagField(problems));
        if (catalog.isModel(type.raw())) {
            problems.later(() -> codec.checkStamps(problems));
        }
        return codec;
    }
}
