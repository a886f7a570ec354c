package io.mongoodm.internal.mapping;

import static org.objectweb.asm.Opcodes.*;

import java.lang.constant.ConstantDescs;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** What the parts of {@link RecordGenerator} share: the record, the names in the emitted class, and common instructions. */
abstract class RecordEmitter {
    // Written out, so that the compiler puts the descriptors together and not the first start of every program.
    private static final String PACKAGE = "io/mongoodm/internal/mapping/";
    static final String BASE = PACKAGE + "RecordBytes";
    static final String SOURCE = PACKAGE + "ByteSource";
    static final String BYTES = PACKAGE + "Bytes";
    static final String SINK = PACKAGE + "ByteSink";
    static final String COMPONENT = "L" + PACKAGE + "Component;";
    static final String CODEC = "L" + PACKAGE + "ValueCodec;";
    static final String FIELDS = "L" + PACKAGE + "RecordFields;";
    static final String TAG_NAME = PACKAGE + "Tag";
    static final String TAG = "L" + TAG_NAME + ";";
    static final String OBJECT = "Ljava/lang/Object;";

    // The numbers of types.
    static final int DOCUMENT = 0x03;
    static final int ARRAY = 0x04;

    private static final int LEAST_STACK = 10;

    static final String READ = "read";
    static final String READ_DESCRIPTOR = "(L" + SOURCE + ";I" + TAG + ")" + OBJECT;

    final Class<?> record;
    final RecordFields fields;
    final Map<Component, Optional<RecordBytes>> inner;
    final List<Component> components;
    final String owner;
    final String name;
    private final Type[] types;

    /**
     * Creates an emitter.
     *
     * @param inner the generated code of the records in components and in lists; empty for this record itself
     */
    RecordEmitter(
            Class<?> record,
            List<Component> components,
            RecordFields fields,
            Map<Component, Optional<RecordBytes>> inner) {
        this.record = record;
        this.components = components;
        this.fields = fields;
        this.inner = inner;
        this.owner = Type.getInternalName(record);
        this.name = owner + "$Bson";
        this.types = new Type[components.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = Type.getType(raw(i));
        }
    }

    RecordEmitter(RecordEmitter other) {
        this.record = other.record;
        this.components = other.components;
        this.fields = other.fields;
        this.inner = other.inner;
        this.owner = other.owner;
        this.name = other.name;
        this.types = other.types;
    }

    final void construct(MethodVisitor m) {
        m.visitMethodInsn(
                INVOKESPECIAL, owner, ConstantDescs.INIT_NAME, Type.getMethodDescriptor(Type.VOID_TYPE, types), false);
        m.visitInsn(ARETURN);
    }

    final void access(MethodVisitor m, int index) {
        m.visitMethodInsn(
                INVOKEVIRTUAL,
                owner,
                components.get(index).name(),
                "()" + type(index).getDescriptor(),
                false);
    }

    /** Returns the erased type that the record declares. */
    final Class<?> raw(int index) {
        return components.get(index).erased();
    }

    /** Returns the same as ASM has it. */
    final Type type(int index) {
        return types[index];
    }

    /**
     * Tells whether a component and its codec are constants of the class. What generated code reads by itself needs them
     * only in rare cases, where they are looked up.
     */
    static boolean hasConstants(Component component) {
        return Kind.of(component) == Kind.OTHER;
    }

    /** Loads the components and the index of one of them. */
    final void loadFields(MethodVisitor m, Component component) {
        m.visitFieldInsn(GETSTATIC, name, "FIELDS", FIELDS);
        push(m, component.index());
    }

    final void loadComponent(MethodVisitor m, Component component) {
        m.visitFieldInsn(GETSTATIC, name, "C" + component.index(), COMPONENT);
    }

    /** Loads the generated code of the records in a component or in its list. */
    final void loadInner(MethodVisitor m, Component component) {
        if (Objects.requireNonNull(inner.get(component), "known").isEmpty()) {
            m.visitVarInsn(ALOAD, 0);
        } else {
            m.visitFieldInsn(GETSTATIC, name, "N" + component.index(), "L" + BASE + ";");
        }
    }

    static void fromObject(MethodVisitor m, Class<?> type) {
        if (type.isPrimitive()) {
            String boxed = MembersGenerator.boxed(type);
            m.visitTypeInsn(CHECKCAST, boxed);
            m.visitMethodInsn(INVOKEVIRTUAL, boxed, type.getName() + "Value", "()" + type.descriptorString(), false);
        } else if (type != Object.class) {
            m.visitTypeInsn(CHECKCAST, Type.getInternalName(type));
        }
    }

    static void toObject(MethodVisitor m, Class<?> type) {
        if (type.isPrimitive()) {
            box(m, type);
        }
    }

    static void box(MethodVisitor m, Class<?> primitive) {
        String owner = MembersGenerator.boxed(primitive);
        m.visitMethodInsn(
                INVOKESTATIC, owner, "valueOf", "(" + primitive.descriptorString() + ")L" + owner + ";", false);
    }

    static Label[] labels(int count) {
        Label[] labels = new Label[count];
        for (int i = 0; i < count; i++) {
            labels[i] = new Label();
        }
        return labels;
    }

    static void push(MethodVisitor m, int value) {
        if (value >= -1 && value <= 5) {
            m.visitInsn(ICONST_0 + value);
        } else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
            m.visitIntInsn(BIPUSH, value);
        } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
            m.visitIntInsn(SIPUSH, value);
        } else {
            m.visitLdcInsn(value);
        }
    }

    static void add(MethodVisitor m, int local, int value) {
        m.visitVarInsn(ILOAD, local);
        push(m, value);
        m.visitInsn(IADD);
    }

    /** Goes on with the code at a label, where the stack is empty and the locals are those of the last frame. */
    static void label(MethodVisitor m, Label label) {
        m.visitLabel(label);
        m.visitFrame(F_SAME, 0, null, 0, null);
    }

    /** Ends a method with so many locals. No code of ours needs more of the stack than a call with all components. */
    final void end(MethodVisitor m, int locals) {
        m.visitMaxs(2 * types.length + LEAST_STACK, locals);
        m.visitEnd();
    }

    /** Returns eight bytes of type, name and terminator as the long that lies there; the type is left out. */
    static long word(byte[] terminated, int at) {
        long word = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            int index = at + i - 1;
            if (index >= 0 && index < terminated.length) {
                word |= (terminated[index] & 0xffL) << (Byte.SIZE * i);
            }
        }
        return word;
    }
}
