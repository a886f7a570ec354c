package io.mongoodm.internal.mapping;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.objectweb.asm.Opcodes;

/**
 * Defines generated classes beside the records they serve.
 *
 * <p>A hidden class that is to see private records has to be defined by a lookup with full rights in the record's own
 * module. A lookup from another module or class loader lacks them, whatever that module opens. There an anchor helps: an
 * ordinary class, one for each package and loader, that hands out the lookup of its own place.
 */
final class GeneratedClasses {
    private static final Map<ClassLoader, Map<String, WeakReference<Class<?>>>> ANCHORS = new WeakHashMap<>();
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Module OURS = GeneratedClasses.class.getModule();
    private static final String MODULE = "Ljava/lang/Module;";

    private GeneratedClasses() {}

    /**
     * Returns what calls the members of a record, or empty where classes cannot be defined: in a native image, in a package
     * that is not open, or under a class loader that does not see this library.
     */
    static Optional<RecordMembers> members(
            Class<?> record, Optional<MethodHandles.Lookup> lookup, List<Declaration> components) {
        if (lookup.isEmpty() || !seesLibrary(record)) {
            return Optional.empty();
        }
        RecordMembers[] made = new RecordMembers[1];
        return define(record, lookup.get(), MembersGenerator.generate(record, components), made)
                ? Optional.of(made[0])
                : Optional.empty();
    }

    /** Returns the generated code of a record, or empty where there is none for it and where classes cannot be defined. */
    static Optional<RecordBytes> code(
            Class<?> record,
            Optional<MethodHandles.Lookup> lookup,
            List<Component> components,
            RecordFields fields,
            Set<RecordFields> around) {
        if (lookup.isEmpty() || !seesLibrary(record) || !RecordGenerator.suits(components)) {
            return Optional.empty();
        }
        Map<Component, Optional<RecordBytes>> inner = inner(components, fields, around);
        List<Object> data = RecordGenerator.data(components, fields, inner);
        return define(record, lookup.get(), RecordGenerator.generate(record, components, fields, inner), data)
                ? Optional.of((RecordBytes) data.getFirst())
                : Optional.empty();
    }

    /** Returns whether the class could be defined; it has put what is needed of it into its class data. */
    private static boolean define(Class<?> record, MethodHandles.Lookup lookup, byte[] file, Object data) {
        try {
            OURS.addExports(GeneratedClasses.class.getPackageName(), record.getModule());
            full(record, lookup)
                    .defineHiddenClassWithClassData(file, data, true, MethodHandles.Lookup.ClassOption.NESTMATE);
            return true;
        } catch (IllegalAccessException | LinkageError | UnsupportedOperationException e) {
            assert !(e instanceof VerifyError) : e;
            // The loop over handles does the same, only slower: there is nothing that a user would have to do.
            System.getLogger(GeneratedClasses.class.getName())
                    .log(System.Logger.Level.DEBUG, "No code is generated for " + record.getName(), e);
            return false;
        } catch (Throwable e) {
            throw new IllegalStateException("Generated code for " + record.getName() + " cannot be created", e);
        }
    }

    /**
     * Returns the code of the records that components and their lists hold. A record that holds itself calls itself; one
     * that holds a record which holds it is read through its codec there.
     */
    private static Map<Component, Optional<RecordBytes>> inner(
            List<Component> components, RecordFields fields, Set<RecordFields> around) {
        Set<RecordFields> making = new HashSet<>(around);
        making.add(fields);
        Map<Component, Optional<RecordBytes>> inner = new LinkedHashMap<>();
        for (Component component : components) {
            if (component.isStored() && held(component.codec()) instanceof RecordCodec codec) {
                RecordBytes code = codec.plain(making);
                if (code != null || codec.isPlain(fields)) {
                    inner.put(component, Optional.ofNullable(code));
                }
            }
        }
        return inner;
    }

    private static ValueCodec held(ValueCodec codec) {
        return codec instanceof ElementsCodec list && list.isList() ? list.element() : codec;
    }

    private static boolean seesLibrary(Class<?> record) {
        if (Objects.equals(record.getClassLoader(), RecordBytes.class.getClassLoader())) {
            return true;
        }
        try {
            return Class.forName(RecordBytes.class.getName(), false, record.getClassLoader()) == RecordBytes.class;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static MethodHandles.Lookup full(Class<?> record, MethodHandles.Lookup lookup) throws Throwable {
        if (lookup.hasFullPrivilegeAccess()) {
            return lookup;
        }
        LOCK.lock();
        try {
            Class<?> anchor = anchor(record, lookup);
            MethodType type = MethodType.methodType(MethodHandles.Lookup.class, Module.class);
            MethodHandles.Lookup there = (MethodHandles.Lookup)
                    lookup.findStatic(anchor, "lookup", type).invoke(OURS);
            return MethodHandles.privateLookupIn(record, there);
        } finally {
            LOCK.unlock();
        }
    }

    private static Class<?> anchor(Class<?> record, MethodHandles.Lookup lookup) throws IllegalAccessException {
        Map<String, WeakReference<Class<?>>> ofLoader =
                ANCHORS.computeIfAbsent(record.getClassLoader(), loader -> new HashMap<>());
        WeakReference<Class<?>> known = ofLoader.get(record.getPackageName());
        Class<?> anchor = known == null ? null : known.get();
        if (anchor == null) {
            anchor = lookup.defineClass(anchorFile(record));
            ofLoader.put(record.getPackageName(), new WeakReference<>(anchor));
        }
        return anchor;
    }

    /**
     * Emits {@code final class Anchor { static Lookup lookup(Module library) {
     * Anchor.class.getModule().addReads(library); return MethodHandles.lookup(); } }}. Its name is random, because two
     * copies of this library may serve one package.
     */
    private static byte[] anchorFile(Class<?> record) {
        String unique = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        String name = record.getPackageName().replace('.', '/') + "/MongoOdmAnchor$" + unique;
        ClassFile file = new ClassFile();
        int anchor = file.type(name);
        int getModule = file.method("java/lang/Class", "getModule", "()" + MODULE);
        int addReads = file.method("java/lang/Module", "addReads", "(" + MODULE + ")" + MODULE);
        int here = file.lookup();
        ClassBytes m = new ClassBytes(16)
                .with(ClassFile.LDC_W, anchor)
                .with(Opcodes.INVOKEVIRTUAL, getModule)
                .int8(ClassFile.ALOAD_0);
        m.with(Opcodes.INVOKEVIRTUAL, addReads)
                .int8(Opcodes.POP)
                .with(Opcodes.INVOKESTATIC, here)
                .int8(Opcodes.ARETURN);
        int lookup = file.text("lookup");
        int descriptor = file.text("(" + MODULE + ")" + ClassFile.LOOKUP);
        file.declare(anchor, 0, 1);
        file.method(Opcodes.ACC_STATIC, lookup, descriptor, 2, 1, m, null);
        return file.toByteArray();
    }
}
