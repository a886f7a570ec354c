package io.mongoodm.internal.mapping;

import static io.mongoodm.internal.mapping.ClassFile.ALOAD_0;
import static io.mongoodm.internal.mapping.ClassFile.ALOAD_1;
import static io.mongoodm.internal.mapping.ClassFile.ILOAD_2;
import static io.mongoodm.internal.mapping.ClassFile.LOOKUP;
import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;

/**
 * Emits the class that calls the members of one record. For {@code record User(ObjectId id, String name, int age)} it is
 *
 * <pre>{@code
 * final class User$Members implements RecordMembers {
 *     static { RecordMembers.made(MethodHandles.lookup(), new User$Members()); }
 *
 *     Object make(Object[] values) { return new User((ObjectId) values[0], (String) values[1], (int) values[2]); }
 *
 *     Object value(Object document, int index) { switch (index) { case 0: return ((User) document).id(); ... } }
 * }
 * }</pre>
 */
final class MembersGenerator {
    private static final String MEMBERS = "io/mongoodm/internal/mapping/RecordMembers";
    private static final int SAME_FRAME_EXTENDED = 251;

    /** What the instructions of a component take at most. */
    private static final int ROOM = 16;

    private final ClassFile file = new ClassFile();
    private final List<Declaration> components;
    private final int owner;
    private final int self;
    private final List<Type> types = new ArrayList<>();

    private MembersGenerator(Class<?> record, List<Declaration> components) {
        this.components = components;
        String name = record.getName().replace('.', '/');
        this.owner = file.type(name);
        this.self = file.type(name + "$Members");
    }

    /** Returns the class file. Its class data is an array for the instance. */
    static byte[] generate(Class<?> record, List<Declaration> components) {
        return new MembersGenerator(record, components).generate();
    }

    /**
     * The constants of a component's type.
     *
     * @param cast the class that an object of it has
     * @param getter the descriptor of an accessor
     * @param unbox the method that takes the value out of an object; 0 for none
     * @param box the method that makes an object of the value; 0 for none
     */
    private record Type(Class<?> type, String descriptor, int cast, int getter, int unbox, int box) {}

    private byte[] generate() {
        int members = file.type(MEMBERS);
        int lookup = file.lookup();
        int made = file.interfaceMethod(members, file.text("made"), file.text("(" + LOOKUP + "L" + MEMBERS + ";)V"));
        int create = file.method(self, file.constructor, file.nothing);
        ClassBytes start =
                new ClassBytes(16).with(INVOKESTATIC, lookup).with(NEW, self).int8(DUP);
        start.with(INVOKESPECIAL, create).with(INVOKESTATIC, made).int8(RETURN);
        ClassBytes init = new ClassBytes(5)
                .int8(ALOAD_0)
                .with(INVOKESPECIAL, file.objectConstructor)
                .int8(RETURN);
        ClassBytes frames = new ClassBytes(components.size() + 5);
        ClassBytes value = value(frames);
        ClassBytes make = make();
        int clinit = file.text("<clinit>");
        int makeName = file.text("make");
        int makeDescriptor = file.text("([Ljava/lang/Object;)Ljava/lang/Object;");
        int valueName = file.text("value");
        int valueDescriptor = file.text("(Ljava/lang/Object;I)Ljava/lang/Object;");
        file.declare(self, members, 4);
        file.method(ACC_STATIC, clinit, file.nothing, 3, 0, start, null);
        file.method(0, file.constructor, file.nothing, 1, 1, init, null);
        file.method(ACC_PUBLIC, makeName, makeDescriptor, 2 * components.size() + 4, 2, make, null);
        file.method(ACC_PUBLIC, valueName, valueDescriptor, 2, 3, value, frames);
        return file.toByteArray();
    }

    private ClassBytes make() {
        ClassBytes m = new ClassBytes(ROOM * (components.size() + 1));
        StringBuilder descriptor = new StringBuilder("(");
        m.with(NEW, owner).int8(DUP);
        for (Declaration component : components) {
            Type type = type(component.component().getType());
            descriptor.append(type.descriptor());
            m.int8(ALOAD_1).with(SIPUSH, component.index()).int8(AALOAD).with(CHECKCAST, type.cast());
            if (type.unbox() > 0) {
                m.with(INVOKEVIRTUAL, type.unbox());
            }
        }
        int text = file.text(descriptor.append(")V").toString());
        return m.with(INVOKESPECIAL, file.method(owner, file.constructor, text)).int8(ARETURN);
    }

    /**
     * Emits a table, and behind it the instructions of each component, which begin with a frame like the method's first. The
     * table has one entry more than there are components, since it may not be empty.
     */
    private ClassBytes value(ClassBytes frames) {
        int behindTable = 16 + Integer.BYTES * (components.size() + 1);
        ClassBytes m = new ClassBytes(behindTable + ROOM * components.size());
        ClassBytes cases = new ClassBytes(ROOM * components.size());
        ClassBytes table = new ClassBytes(Integer.BYTES * components.size());
        frames.int16(components.size() + 1);
        int before = 0;
        for (Declaration component : components) {
            Type type = type(component.component().getType());
            int getter = file.method(owner, file.text(component.name()), type.getter());
            int at = behindTable + cases.length();
            table.int32(at - 1);
            frame(frames, before, at);
            before = at;
            cases.int8(ALOAD_1).with(CHECKCAST, owner).with(INVOKEVIRTUAL, getter);
            if (type.box() > 0) {
                cases.with(INVOKESTATIC, type.box());
            }
            cases.int8(ARETURN);
        }
        int none = behindTable + cases.length();
        frame(frames, before, none);
        m.int8(ILOAD_2).int8(TABLESWITCH).int16(0).int32(none - 1).int32(0).int32(components.size());
        return m.all(table).int32(none - 1).all(cases).int8(ACONST_NULL).int8(ARETURN);
    }

    private static void frame(ClassBytes frames, int before, int at) {
        if (before == 0) {
            frames.with(SAME_FRAME_EXTENDED, at);
        } else {
            frames.int8(at - before - 1);
        }
    }

    private Type type(Class<?> wanted) {
        for (Type known : types) {
            if (known.type() == wanted) {
                return known;
            }
        }
        Type type = wanted.isPrimitive() ? primitive(wanted) : reference(wanted);
        types.add(type);
        return type;
    }

    private Type reference(Class<?> type) {
        String name = type.getName().replace('.', '/');
        String descriptor = type.isArray() ? name : "L" + name + ";";
        return new Type(type, descriptor, file.type(name), file.text("()" + descriptor), 0, 0);
    }

    private Type primitive(Class<?> type) {
        String descriptor = type.descriptorString();
        String boxed = boxed(type);
        int cast = file.type(boxed);
        int getter = file.text("()" + descriptor);
        int unbox = file.method(cast, file.text(type.getName() + "Value"), getter);
        int box = file.method(cast, file.text("valueOf"), file.text("(" + descriptor + ")L" + boxed + ";"));
        return new Type(type, descriptor, cast, getter, unbox, box);
    }

    /** Returns the internal name of the class that wraps values of a primitive type. */
    static String boxed(Class<?> primitive) {
        return switch (primitive.getName()) {
            case "int" -> "java/lang/Integer";
            case "long" -> "java/lang/Long";
            case "double" -> "java/lang/Double";
            case "boolean" -> "java/lang/Boolean";
            case "float" -> "java/lang/Float";
            case "short" -> "java/lang/Short";
            case "byte" -> "java/lang/Byte";
            case "char" -> "java/lang/Character";
            default -> throw new IllegalStateException("No primitive type: " + primitive);
        };
    }
}
