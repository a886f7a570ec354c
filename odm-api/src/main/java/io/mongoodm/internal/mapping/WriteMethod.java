package io.mongoodm.internal.mapping;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Emits the method that writes, as {@link RecordGenerator} pictures it. */
final class WriteMethod extends RecordEmitter {
    static final String NAME = "write";
    static final String DESCRIPTOR = "(L" + SINK + ";" + OBJECT + TAG + "I)I";

    private static final int SINK_LOCAL = 1;
    private static final int VALUE = 2;
    private static final int TAG_LOCAL = 3;
    /** Where the document begins. */
    private static final int START = 4;

    private static final int RECORD = 5;
    private static final int BYTES_LOCAL = 6;
    private static final int POSITION = 7;
    private static final int COMPONENT_LOCAL = 8;

    private final MethodVisitor m;
    private final int room;

    WriteMethod(RecordEmitter record, MethodVisitor m) {
        super(record);
        this.m = m;
        int needed = Long.BYTES;
        for (Component component : components) {
            needed += component.storedField().terminated().length + 3 * Long.BYTES;
        }
        this.room = needed;
    }

    void emit() {
        m.visitVarInsn(ALOAD, VALUE);
        m.visitTypeInsn(CHECKCAST, owner);
        m.visitVarInsn(ASTORE, RECORD);
        m.visitVarInsn(ALOAD, SINK_LOCAL);
        m.visitVarInsn(ILOAD, START);
        push(m, room);
        sink("open", "(II)[B");
        m.visitVarInsn(ASTORE, BYTES_LOCAL);
        add(m, START, Integer.BYTES);
        m.visitVarInsn(ISTORE, POSITION);
        Object[] frame = {name, SINK, "java/lang/Object", TAG_NAME, INTEGER, owner, "[B", INTEGER};
        m.visitFrame(F_FULL, frame.length, frame, 0, null);
        boolean tagged = false;
        for (Component component : fields.writeOrder()) {
            if (!tagged && component.role() != ComponentModel.Role.ID) {
                tag();
                tagged = true;
            }
            write(component);
        }
        if (!tagged) {
            tag();
        }
        m.visitVarInsn(ALOAD, SINK_LOCAL);
        m.visitVarInsn(ILOAD, START);
        m.visitVarInsn(ILOAD, POSITION);
        sink("close", "(II)I");
        m.visitInsn(IRETURN);
        end(m, COMPONENT_LOCAL + 2);
    }

    private void sink(String method, String descriptor) {
        m.visitMethodInsn(INVOKEVIRTUAL, SINK, method, descriptor, false);
    }

    /** The new position is on the stack, and the array may be another. */
    private void moved() {
        m.visitVarInsn(ISTORE, POSITION);
        m.visitVarInsn(ALOAD, SINK_LOCAL);
        sink("bytes", "()[B");
        m.visitVarInsn(ASTORE, BYTES_LOCAL);
    }

    private void tag() {
        Label none = new Label();
        m.visitVarInsn(ALOAD, TAG_LOCAL);
        m.visitJumpInsn(IFNULL, none);
        m.visitVarInsn(ALOAD, SINK_LOCAL);
        m.visitVarInsn(ALOAD, TAG_LOCAL);
        m.visitVarInsn(ILOAD, POSITION);
        push(m, room);
        sink("tag", "(" + TAG + "II)I");
        moved();
        label(m, none);
    }

    private void write(Component component) {
        Kind kind = Kind.of(component);
        int code = kind == Kind.OTHER ? direct(component) : kind.code();
        Class<?> type = raw(component.index());
        if (code == 0) {
            other(component, type);
            return;
        }
        Label done = new Label();
        Label absent = new Label();
        m.visitVarInsn(ALOAD, RECORD);
        access(m, component.index());
        Type asm = type(component.index());
        m.visitVarInsn(asm.getOpcode(ISTORE), COMPONENT_LOCAL);
        if (type.isPrimitive()) {
            field(component, code);
            value(kind, asm, type);
            return;
        }
        m.visitVarInsn(ALOAD, COMPONENT_LOCAL);
        m.visitJumpInsn(IFNULL, absent);
        field(component, code);
        switch (code) {
            case DOCUMENT -> document(component);
            case ARRAY -> elements(component);
            default -> value(kind, asm, type);
        }
        m.visitJumpInsn(GOTO, done);
        label(m, absent);
        loadFields(m, component);
        m.visitMethodInsn(INVOKESTATIC, BASE, "requireNullable", "(" + FIELDS + "I)V", false);
        label(m, done);
    }

    /** Returns the type of a record, or of a collection of records or scalars, that is written without its codec; else 0. */
    private int direct(Component component) {
        if (!(component.codec() instanceof ElementsCodec list)) {
            return inner.containsKey(component) ? DOCUMENT : 0;
        }
        // The codec of a type variable's collection has to check what it is given.
        boolean known = raw(component.index()) == list.type();
        return known && (inner.containsKey(component) || Kind.of(list.element()) != Kind.OTHER) ? ARRAY : 0;
    }

    private void document(Component component) {
        loadInner(m, component);
        m.visitVarInsn(ALOAD, SINK_LOCAL);
        m.visitVarInsn(ALOAD, COMPONENT_LOCAL);
        m.visitInsn(ACONST_NULL);
        m.visitVarInsn(ILOAD, POSITION);
        m.visitMethodInsn(INVOKEVIRTUAL, BASE, NAME, DESCRIPTOR, false);
        m.visitVarInsn(ISTORE, POSITION);
        m.visitVarInsn(ALOAD, SINK_LOCAL);
        m.visitVarInsn(ILOAD, POSITION);
        push(m, room);
        sink("room", "(II)[B");
        m.visitVarInsn(ASTORE, BYTES_LOCAL);
    }

    private void elements(Component component) {
        boolean records = inner.containsKey(component);
        m.visitVarInsn(ALOAD, SINK_LOCAL);
        m.visitVarInsn(ALOAD, COMPONENT_LOCAL);
        if (records) {
            loadInner(m, component);
        } else {
            push(m, Kind.of(component.codec().element()).code());
        }
        m.visitVarInsn(ILOAD, POSITION);
        push(m, room);
        sink(records ? "records" : "elements", "(" + OBJECT + (records ? "L" + BASE + ";" : "I") + "II)I");
        moved();
    }

    private void other(Component component, Class<?> type) {
        boolean extra = component.role() == ComponentModel.Role.EXTRA_ELEMENTS;
        m.visitVarInsn(ALOAD, SINK_LOCAL);
        loadComponent(m, component);
        m.visitVarInsn(ALOAD, RECORD);
        access(m, component.index());
        toObject(m, type);
        if (extra) {
            m.visitFieldInsn(GETSTATIC, name, "FIELDS", FIELDS);
            m.visitVarInsn(ALOAD, TAG_LOCAL);
        }
        m.visitVarInsn(ILOAD, POSITION);
        push(m, room);
        String between = extra ? FIELDS + TAG : "";
        sink(extra ? "extra" : "component", "(" + COMPONENT + OBJECT + between + "II)I");
        moved();
    }

    /** Writes type, name and terminator, eight bytes at a time; what is too much is overwritten by the value. */
    private void field(Component component, int code) {
        byte[] terminated = component.storedField().terminated();
        int length = terminated.length + 1;
        for (int at = 0; at < length; at += Long.BYTES) {
            m.visitVarInsn(ALOAD, BYTES_LOCAL);
            add(m, POSITION, at);
            m.visitLdcInsn(at == 0 ? word(terminated, 0) | code : word(terminated, at));
            m.visitMethodInsn(INVOKESTATIC, BYTES, "int64", "([BIJ)V", false);
        }
        add(m, POSITION, length);
        m.visitVarInsn(ISTORE, POSITION);
    }

    private void value(Kind kind, Type asm, Class<?> type) {
        switch (kind) {
            case STRING -> {
                m.visitVarInsn(ALOAD, SINK_LOCAL);
                m.visitVarInsn(ALOAD, COMPONENT_LOCAL);
                m.visitVarInsn(ILOAD, POSITION);
                push(m, room);
                sink("string", "(Ljava/lang/String;II)I");
                moved();
            }
            case OBJECT_ID -> {
                m.visitVarInsn(ALOAD, SINK_LOCAL);
                m.visitVarInsn(ALOAD, COMPONENT_LOCAL);
                m.visitVarInsn(ILOAD, POSITION);
                sink("objectId", "(Lorg/bson/types/ObjectId;I)I");
                m.visitVarInsn(ISTORE, POSITION);
            }
            case INT, BOXED_INT, LONG, BOXED_LONG, DOUBLE, BOXED_DOUBLE, BOOLEAN, BOXED_BOOLEAN, INSTANT ->
                fixed(kind, asm, type);
            case OTHER -> throw new IllegalStateException(kind.name());
        }
    }

    private void fixed(Kind kind, Type asm, Class<?> type) {
        m.visitVarInsn(ALOAD, BYTES_LOCAL);
        m.visitVarInsn(ILOAD, POSITION);
        m.visitVarInsn(asm.getOpcode(ILOAD), COMPONENT_LOCAL);
        switch (kind) {
            case BOXED_INT -> unbox(type, "intValue", "()I");
            case BOXED_LONG -> unbox(type, "longValue", "()J");
            case BOXED_DOUBLE -> unbox(type, "doubleValue", "()D");
            case BOXED_BOOLEAN -> unbox(type, "booleanValue", "()Z");
            case INSTANT -> m.visitMethodInsn(INVOKESTATIC, BASE, "millis", "(Ljava/time/Instant;)J", false);
            default -> {}
        }
        switch (kind) {
            case INT, BOXED_INT -> m.visitMethodInsn(INVOKESTATIC, BYTES, "int32", "([BII)V", false);
            case DOUBLE, BOXED_DOUBLE -> m.visitMethodInsn(INVOKESTATIC, BYTES, "float64", "([BID)V", false);
            case BOOLEAN, BOXED_BOOLEAN -> m.visitInsn(BASTORE);
            default -> m.visitMethodInsn(INVOKESTATIC, BYTES, "int64", "([BIJ)V", false);
        }
        add(m, POSITION, kind.size());
        m.visitVarInsn(ISTORE, POSITION);
    }

    private void unbox(Class<?> type, String method, String descriptor) {
        m.visitMethodInsn(INVOKEVIRTUAL, Type.getInternalName(type), method, descriptor, false);
    }
}
