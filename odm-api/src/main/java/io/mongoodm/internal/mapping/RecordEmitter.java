package io.mongoodm.internal.mapping;

import static org.objectweb.asm.Opcodes.*;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** What the parts of {@link RecordGenerator} share: the record, the names in the emitted class, and common instructions. */
abstract class RecordEmitter {
    static final String BASE = Type.getInternalName(RecordBytes.class);
    static final String SOURCE = Type.getInternalName(ByteSource.class);
    static final String BYTES = Type.getInternalName(Bytes.class);
    static final String SINK = Type.getInternalName(ByteSink.class);
    static final String COMPONENT = Type.getDescriptor(Component.class);
    static final String CODEC = Type.getDescriptor(ValueCodec.class);
    static final String FIELDS = Type.getDescriptor(RecordFields.class);
    static final String TAG = Type.getDescriptor(Tag.class);
    static final String OBJECT = "Ljava/lang/Object;";
    static final String READ = "read";
    static final String READ_DESCRIPTOR = "(L" + SOURCE + ";I" + TAG + ")" + OBJECT;

    final Class<?> record;
    final RecordFields fields;
    final Map<Component, Optional<RecordBytes>> inner;
    final List<Component> components;
    final String owner;
    final String name;
    private final RecordComponent[] declared;

    /**
     * Creates an emitter.
     *
     * @param inner the generated code that reads the records in components and in lists; empty for this record itself
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
        // Reflection copies them at each call.
        this.declared = record.getRecordComponents();
    }

    RecordEmitter(RecordEmitter other) {
        this(other.record, other.components, other.fields, other.inner);
    }

    final void construct(MethodVisitor m) {
        Type[] types = new Type[declared.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = Type.getType(declared[i].getType());
        }
        m.visitMethodInsn(
                INVOKESPECIAL, owner, ConstantDescs.INIT_NAME, Type.getMethodDescriptor(Type.VOID_TYPE, types), false);
        m.visitInsn(ARETURN);
    }

    final void access(MethodVisitor m, int index) {
        RecordComponent component = declared[index];
        m.visitMethodInsn(
                INVOKEVIRTUAL,
                owner,
                component.getAccessor().getName(),
                "()" + Type.getDescriptor(component.getType()),
                false);
    }

    /** Returns the erased type that the record declares. */
    final Class<?> raw(int index) {
        return declared[index].getType();
    }

    final void loadComponent(MethodVisitor m, Component component) {
        m.visitFieldInsn(GETSTATIC, name, "C" + component.index(), COMPONENT);
    }

    static void fromObject(MethodVisitor m, Class<?> type) {
        if (type.isPrimitive()) {
            Type boxed = Type.getType(boxed(type));
            m.visitTypeInsn(CHECKCAST, boxed.getInternalName());
            m.visitMethodInsn(
                    INVOKEVIRTUAL,
                    boxed.getInternalName(),
                    type.getName() + "Value",
                    "()" + Type.getDescriptor(type),
                    false);
        } else if (type != Object.class) {
            m.visitTypeInsn(CHECKCAST, Type.getInternalName(type));
        }
    }

    static void toObject(MethodVisitor m, Class<?> type) {
        if (type.isPrimitive()) {
            box(m, boxed(type), type);
        }
    }

    static void box(MethodVisitor m, Class<?> boxed, Class<?> primitive) {
        String owner = Type.getInternalName(boxed);
        m.visitMethodInsn(
                INVOKESTATIC, owner, "valueOf", "(" + Type.getDescriptor(primitive) + ")L" + owner + ";", false);
    }

    static Class<?> boxed(Class<?> primitive) {
        return MethodType.methodType(primitive).wrap().returnType();
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

    static void end(MethodVisitor m) {
        m.visitMaxs(0, 0);
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
