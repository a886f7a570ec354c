package io.mongoodm.internal.mapping;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Emits the method that reads the list of one component, so that its loop knows what the elements are. For a list of
 * strings it is
 *
 * <pre>{@code
 * Object elements4(ByteSource source, int start) {
 *     byte[] b = source.bytes();
 *     int end = source.open(start), p = start + 4, i = 0;
 *     Object[] elements = elements(source, 17, p, end);               // as many as the last list of this number had
 *     while (b[p] != 0) {
 *         int v = ByteSource.behindName(b, p + 1);
 *         elements = room(elements, i);
 *         if (b[p] == 0x02) { elements[i++] = source.string(v, end); p = v + 4 + int32(b, v); }
 *         else { elements[i++] = element(source, V4, p, v); p = source.position(); }
 *     }
 *     source.close(p);
 *     return list(source, 17, elements, i);
 * }
 * }</pre>
 *
 * <p>Lists of one component are mostly as long as each other, or nearly; then nothing is copied.
 */
final class ElementsMethod extends ValueReading {
    static final String DESCRIPTOR = "(L" + SOURCE + ";I)" + OBJECT;

    private static final int ELEMENTS = 3;
    private static final int INDEX = 8;
    private static final int ELEMENT = 9;

    private final Component component;

    ElementsMethod(RecordEmitter record, Component component, MethodVisitor m) {
        super(record, m);
        this.component = component;
    }

    /** Tells whether the component is a list of strings, of numbers, or of what else can be read straight from bytes. */
    static boolean suits(Component component, RecordEmitter record) {
        return component.codec() instanceof ElementsCodec list
                && list.isList()
                && (record.inner.containsKey(component) || kind(component) != Kind.OTHER);
    }

    private static Kind kind(Component component) {
        return Kind.of(component.codec().element());
    }

    static String name(Component component) {
        return "elements" + component.index();
    }

    void emit() {
        Label next = new Label();
        Label done = new Label();
        open();
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        push(m, number());
        m.visitVarInsn(ILOAD, POSITION);
        m.visitVarInsn(ILOAD, END);
        m.visitMethodInsn(INVOKESTATIC, BASE, "elements", "(L" + SOURCE + ";III)[" + OBJECT, false);
        m.visitVarInsn(ASTORE, ELEMENTS);
        m.visitInsn(ICONST_0);
        m.visitVarInsn(ISTORE, INDEX);
        m.visitInsn(ICONST_0);
        m.visitVarInsn(ISTORE, VALUE);
        m.visitInsn(ACONST_NULL);
        m.visitVarInsn(ASTORE, ELEMENT);
        Object[] frame = {
            name, SOURCE, INTEGER, "[" + OBJECT, "[B", INTEGER, INTEGER, INTEGER, INTEGER, "java/lang/Object"
        };
        m.visitFrame(F_FULL, frame.length, frame, 0, null);
        label(m, next);
        m.visitVarInsn(ALOAD, BYTES_LOCAL);
        m.visitVarInsn(ILOAD, POSITION);
        m.visitInsn(BALOAD);
        m.visitJumpInsn(IFEQ, done);
        element();
        m.visitIincInsn(INDEX, 1);
        m.visitJumpInsn(GOTO, next);
        label(m, done);
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        m.visitVarInsn(ILOAD, POSITION);
        m.visitMethodInsn(INVOKEVIRTUAL, SOURCE, "close", "(I)V", false);
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        push(m, number());
        m.visitVarInsn(ALOAD, ELEMENTS);
        m.visitVarInsn(ILOAD, INDEX);
        m.visitMethodInsn(INVOKESTATIC, BASE, "list", "(L" + SOURCE + ";I[" + OBJECT + "I)" + OBJECT, false);
        m.visitInsn(ARETURN);
        end(m, ELEMENT + 1);
    }

    private int number() {
        return ((ElementsCodec) component.codec()).number();
    }

    private void element() {
        Kind kind = kind(component);
        Label other = new Label();
        Label done = new Label();
        m.visitVarInsn(ALOAD, BYTES_LOCAL);
        add(m, POSITION, 1);
        m.visitMethodInsn(INVOKESTATIC, SOURCE, "behindName", "([BI)I", false);
        m.visitVarInsn(ISTORE, VALUE);
        m.visitVarInsn(ALOAD, ELEMENTS);
        m.visitVarInsn(ILOAD, INDEX);
        m.visitMethodInsn(INVOKESTATIC, BASE, "room", "([" + OBJECT + "I)[" + OBJECT, false);
        m.visitVarInsn(ASTORE, ELEMENTS);
        type(kind == Kind.OTHER ? DOCUMENT : kind.code(), other);
        if (kind == Kind.OTHER) {
            document(component);
        } else {
            usual(kind);
        }
        m.visitVarInsn(ASTORE, ELEMENT);
        behind(kind);
        m.visitJumpInsn(GOTO, done);
        label(m, other);
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        m.visitFieldInsn(GETSTATIC, name, "V" + component.index(), CODEC);
        m.visitVarInsn(ILOAD, POSITION);
        m.visitVarInsn(ILOAD, VALUE);
        m.visitMethodInsn(INVOKESTATIC, BASE, "element", "(L" + SOURCE + ";" + CODEC + "II)" + OBJECT, false);
        m.visitVarInsn(ASTORE, ELEMENT);
        behind(Kind.OTHER);
        label(m, done);
        m.visitVarInsn(ALOAD, ELEMENTS);
        m.visitVarInsn(ILOAD, INDEX);
        m.visitVarInsn(ALOAD, ELEMENT);
        m.visitInsn(AASTORE);
    }
}
