package io.mongoodm.internal.mapping;

import static org.objectweb.asm.Opcodes.*;

import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Emits the class that reads and writes one record. For {@code record User(ObjectId id, String name, int age)} it is
 *
 * <pre>{@code
 * final class User$Bson extends RecordBytes {
 *     static final Component C0 = ..., ...;                   // the class data, in <clinit>, where the codec is called
 *     static final ValueCodec V0 = ..., V1 = ..., V2 = ...;
 *     static final RecordFields FIELDS = ...;
 *
 *     Object read(ByteSource source, int start, Tag tag) {
 *         byte[] b = source.bytes();
 *         int end = source.open(start), last = source.last(end, 8), p = start + 4, v = 0;
 *         long seen = 0;                                      // a bit for each component that was met
 *         int jumped = 0;                                     // whether a field was out of place
 *         ObjectId c0 = null; String c1 = null; int c2 = 0;
 *
 *         if (p <= last && (int64(b, p) & 0xFFFFFFFF00L) == 0x0064695F00L) {   // ".._id\0", whatever the type
 *             v = p + 5;
 * read0:      if (b[p] == 0x07) { c0 = source.objectId(v); p = v + 12; }
 *             else { c0 = (ObjectId) value(source, C0, V0, p, v); p = source.position(); }
 *             seen |= 1;
 *         } else if (jumped) goto find;
 *         ...                                                 // the same for name and age, in this order
 * find:   while (p < end) {                                   // what the line above did not take
 *             jumped = 1;
 *             int slot = find(source, p, FIELDS);
 *             v = source.position();
 *             switch (slot) {
 *                 case 0: goto read0;                         // and from there on along the line
 *                 case 1: goto read1;
 *                 case 2: goto read2;
 *             }
 *             unknown(source, null, null, tag);
 *             p = source.position();
 *         }
 *         source.close(p);
 *         if (seen != 7) {
 *             if ((seen & 1) == 0) c0 = (ObjectId) absent(C0);
 *             ...
 *         }
 *         return new User(c0, c1, c2);
 *     }
 *
 *     int write(ByteSink sink, Object document, Tag tag, int start) {
 *         User r = (User) document;
 *         byte[] b = sink.open(start, ROOM);                  // so much lies behind p before each component
 *         int p = start + 4;
 *         ObjectId c0 = r.id();
 *         if (c0 != null) { int64(b, p, 0x0064695F07L); p = sink.objectId(c0, p + 5); } else C0.requireNullable();
 *         if (tag != null) { p = sink.tag(tag, p, ROOM); b = sink.bytes(); }
 *         ...
 *         return sink.close(start, p);
 *     }
 * }
 * }</pre>
 *
 * <p>A record in a component, and one in a list ({@link ElementsMethod}), is read and written by its own generated code,
 * which is a constant of this class: a call that the compiler knows the target of, however many records a program has.
 *
 * <p>A field costs one or two compares of constants where it is in its place, an absent one as much. A field out of
 * place costs one look-up, after which the line goes on behind it.
 */
final class RecordGenerator extends RecordEmitter {
    /** HotSpot never compiles methods beyond 8,000 bytes of code; such records are better off with the loop. */
    private static final int LARGEST_METHOD = 7_000;

    private static final int MOST_COMPONENTS = Long.SIZE;
    private static final String HANDLES = "java/lang/invoke/MethodHandles";

    /**
     * Computes no frames, which would be a third of the cost of a class. Every local that lives at a label is set before the
     * first one, and the stack is empty there, so that a method has one frame only.
     */
    private final ClassWriter writer = new ClassWriter(0);

    private RecordGenerator(
            Class<?> record,
            List<Component> components,
            RecordFields fields,
            Map<Component, Optional<RecordBytes>> inner) {
        super(record, components, fields, inner);
    }

    /** Returns whether the record is within the bounds of what is worth generating. */
    static boolean suits(List<Component> components) {
        int size = 0;
        for (Component component : components) {
            int words = component.storedField().terminated().length / Long.BYTES;
            size += 90 + 20 * words + 40 * component.aliases().size();
        }
        return components.size() <= MOST_COMPONENTS && size <= LARGEST_METHOD;
    }

    /** Returns the class file. */
    static byte[] generate(
            Class<?> record,
            List<Component> components,
            RecordFields fields,
            Map<Component, Optional<RecordBytes>> inner) {
        return new RecordGenerator(record, components, fields, inner).generate();
    }

    /**
     * Returns the class data that goes with it: its constants. When the class is initialized, it puts its only instance in
     * the first place, which is cheaper than to look up its constructor.
     */
    static List<Object> data(
            List<Component> components, RecordFields fields, Map<Component, Optional<RecordBytes>> inner) {
        List<Object> data = new ArrayList<>();
        data.add(fields);
        for (Component component : components) {
            if (hasConstants(component)) {
                data.add(component);
                data.add(component.codec());
            }
        }
        for (Optional<RecordBytes> code : inner.values()) {
            if (code.isPresent()) {
                data.add(code.get());
            }
        }
        return data;
    }

    private byte[] generate() {
        writer.visit(V21, ACC_FINAL | ACC_SUPER | ACC_SYNTHETIC, name, null, BASE, null);
        constants();
        constructor();
        new ReadMethod(this, method(READ, READ_DESCRIPTOR)).emit();
        for (Component component : components) {
            if (ElementsMethod.suits(component, this)) {
                new ElementsMethod(this, component, method(ElementsMethod.name(component), ElementsMethod.DESCRIPTOR))
                        .emit();
            }
        }
        new WriteMethod(this, method(WriteMethod.NAME, WriteMethod.DESCRIPTOR)).emit();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private MethodVisitor method(String method, String descriptor) {
        MethodVisitor m = writer.visitMethod(ACC_PUBLIC | ACC_FINAL, method, descriptor, null, null);
        m.visitCode();
        return m;
    }

    private void constants() {
        MethodVisitor m = writer.visitMethod(ACC_STATIC, ConstantDescs.CLASS_INIT_NAME, "()V", null, null);
        m.visitCode();
        // A call, because a dynamic constant is linked by method handles, which costs more than the rest of this class.
        String lookup = "Ljava/lang/invoke/MethodHandles$Lookup;";
        m.visitMethodInsn(INVOKESTATIC, HANDLES, "lookup", "()" + lookup, false);
        m.visitLdcInsn(ConstantDescs.DEFAULT_NAME);
        m.visitLdcInsn(Type.getType(List.class));
        String classData = "(" + lookup + "Ljava/lang/String;Ljava/lang/Class;)" + OBJECT;
        m.visitMethodInsn(INVOKESTATIC, HANDLES, "classData", classData, false);
        m.visitTypeInsn(CHECKCAST, "java/util/List");
        m.visitVarInsn(ASTORE, 0);
        constant(m, "FIELDS", FIELDS, 0);
        int index = 0;
        for (Component component : components) {
            if (hasConstants(component)) {
                constant(m, "C" + component.index(), COMPONENT, ++index);
                constant(m, "V" + component.index(), CODEC, ++index);
            }
        }
        for (Map.Entry<Component, Optional<RecordBytes>> each : inner.entrySet()) {
            if (each.getValue().isPresent()) {
                constant(m, "N" + each.getKey().index(), "L" + BASE + ";", ++index);
            }
        }
        m.visitVarInsn(ALOAD, 0);
        push(m, 0);
        m.visitTypeInsn(NEW, name);
        m.visitInsn(DUP);
        m.visitMethodInsn(INVOKESPECIAL, name, ConstantDescs.INIT_NAME, "()V", false);
        m.visitMethodInsn(INVOKEINTERFACE, "java/util/List", "set", "(I" + OBJECT + ")" + OBJECT, true);
        m.visitInsn(RETURN);
        end(m, 1);
    }

    private void constant(MethodVisitor m, String field, String descriptor, int index) {
        writer.visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, field, descriptor, null, null);
        m.visitVarInsn(ALOAD, 0);
        push(m, index);
        m.visitMethodInsn(INVOKEINTERFACE, "java/util/List", "get", "(I)" + OBJECT, true);
        m.visitTypeInsn(CHECKCAST, descriptor.substring(1, descriptor.length() - 1));
        m.visitFieldInsn(PUTSTATIC, name, field, descriptor);
    }

    private void constructor() {
        MethodVisitor m = writer.visitMethod(0, ConstantDescs.INIT_NAME, "()V", null, null);
        m.visitCode();
        m.visitVarInsn(ALOAD, 0);
        m.visitMethodInsn(INVOKESPECIAL, BASE, ConstantDescs.INIT_NAME, "()V", false);
        m.visitInsn(RETURN);
        end(m, 1);
    }
}
