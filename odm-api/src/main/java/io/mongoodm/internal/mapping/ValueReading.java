package io.mongoodm.internal.mapping;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** What emitted methods that read have in common: the first locals, and how a value of the usual type is taken. */
abstract class ValueReading extends RecordEmitter {
    static final int SOURCE_LOCAL = 1;
    /** Where the document or array begins. */
    static final int START = 2;

    static final int BYTES_LOCAL = 4;
    static final int END = 5;
    static final int POSITION = 6;
    static final int VALUE = 7;

    final MethodVisitor m;

    ValueReading(RecordEmitter record, MethodVisitor m) {
        super(record);
        this.m = m;
    }

    final void source(String method, String descriptor) {
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        m.visitMethodInsn(INVOKEVIRTUAL, SOURCE, method, descriptor, false);
    }

    /** Enters the document or array, and goes to its first field. */
    final void open() {
        source("bytes", "()[B");
        m.visitVarInsn(ASTORE, BYTES_LOCAL);
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        m.visitVarInsn(ILOAD, START);
        m.visitMethodInsn(INVOKEVIRTUAL, SOURCE, "open", "(I)I", false);
        m.visitVarInsn(ISTORE, END);
        add(m, START, Integer.BYTES);
        m.visitVarInsn(ISTORE, POSITION);
    }

    /** Goes to a label when the field is not of this type. */
    final void type(int code, Label other) {
        m.visitVarInsn(ALOAD, BYTES_LOCAL);
        m.visitVarInsn(ILOAD, POSITION);
        m.visitInsn(BALOAD);
        push(m, code);
        m.visitJumpInsn(IF_ICMPNE, other);
    }

    /** Has the generated code of another record, or of this one, read the document; leaves it on the stack. */
    final void document(Component component) {
        loadInner(m, component);
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        m.visitVarInsn(ILOAD, VALUE);
        m.visitInsn(ACONST_NULL);
        m.visitMethodInsn(INVOKEVIRTUAL, BASE, READ, READ_DESCRIPTOR, false);
    }

    /** Leaves the value of the usual type on the stack. */
    final void usual(Kind kind) {
        if (kind == Kind.OBJECT_ID || kind == Kind.STRING) {
            m.visitVarInsn(ALOAD, SOURCE_LOCAL);
            m.visitVarInsn(ILOAD, VALUE);
            if (kind == Kind.STRING) {
                m.visitVarInsn(ILOAD, END);
                m.visitMethodInsn(INVOKEVIRTUAL, SOURCE, "string", "(II)Ljava/lang/String;", false);
            } else {
                m.visitMethodInsn(INVOKEVIRTUAL, SOURCE, "objectId", "(I)Lorg/bson/types/ObjectId;", false);
            }
            return;
        }
        m.visitVarInsn(ALOAD, BYTES_LOCAL);
        m.visitVarInsn(ILOAD, VALUE);
        switch (kind) {
            case INT, BOXED_INT -> number("int32", "I", kind == Kind.BOXED_INT, int.class);
            case LONG, BOXED_LONG -> number("int64", "J", kind == Kind.BOXED_LONG, long.class);
            case DOUBLE, BOXED_DOUBLE -> number("float64", "D", kind == Kind.BOXED_DOUBLE, double.class);
            case BOOLEAN, BOXED_BOOLEAN -> number("bool", "Z", kind == Kind.BOXED_BOOLEAN, boolean.class);
            case INSTANT -> m.visitMethodInsn(INVOKESTATIC, BASE, "instant", "([BI)Ljava/time/Instant;", false);
            case STRING, OBJECT_ID, OTHER -> throw new IllegalStateException(kind.name());
        }
    }

    private void number(String method, String result, boolean boxed, Class<?> primitive) {
        m.visitMethodInsn(INVOKESTATIC, BYTES, method, "([BI)" + result, false);
        if (boxed) {
            box(m, primitive);
        }
    }

    /** Moves behind a value of the usual type, or behind what the source has read. */
    final void behind(Kind kind) {
        if (kind == Kind.OTHER) {
            source("position", "()I");
            m.visitVarInsn(ISTORE, POSITION);
            return;
        }
        if (kind == Kind.STRING) {
            m.visitVarInsn(ILOAD, VALUE);
            push(m, Integer.BYTES);
            m.visitInsn(IADD);
            m.visitVarInsn(ALOAD, BYTES_LOCAL);
            m.visitVarInsn(ILOAD, VALUE);
            m.visitMethodInsn(INVOKESTATIC, BYTES, "int32", "([BI)I", false);
            m.visitInsn(IADD);
        } else {
            add(m, VALUE, kind.size());
        }
        m.visitVarInsn(ISTORE, POSITION);
    }
}
