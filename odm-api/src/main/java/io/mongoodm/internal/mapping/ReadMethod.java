package io.mongoodm.internal.mapping;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/** Emits the method that reads, as {@link RecordGenerator} pictures it. */
final class ReadMethod extends ValueReading {
    private static final int TAG_LOCAL = 3;
    private static final int LAST = 8;
    private static final int SEEN = 9;
    private static final int JUMPED = 11;
    private static final int FIRST_COMPONENT = 12;

    private static final String VALUE_BY_CODEC = "(L" + SOURCE + ";" + COMPONENT + CODEC + "II)" + OBJECT;
    private static final String VALUE_BY_INDEX = "(L" + SOURCE + ";" + FIELDS + "III)" + OBJECT;

    private int behind = FIRST_COMPONENT;
    private final int[] locals;
    private final int[] ranks;
    private final Label[] reads;
    private final Label find = new Label();
    private final List<Component> stored;

    ReadMethod(RecordEmitter record, MethodVisitor m) {
        super(record, m);
        this.locals = new int[components.size()];
        this.ranks = new int[components.size()];
        this.reads = labels(components.size());
        this.stored = stored(components);
    }

    private static List<Component> stored(List<Component> components) {
        List<Component> stored = new ArrayList<>(components.size());
        for (Component component : components) {
            if (component.isStored()) {
                stored.add(component);
            }
        }
        return stored;
    }

    void emit() {
        begin();
        boolean tagged = false;
        for (Component component : stored(fields.writeOrder())) {
            if (!tagged && component.role() != ComponentModel.Role.ID) {
                tag();
                tagged = true;
            }
            line(component);
        }
        if (!tagged) {
            tag();
        }
        findAndSwitch();
        absent();
        m.visitTypeInsn(NEW, owner);
        m.visitInsn(DUP);
        for (int i = 0; i < components.size(); i++) {
            m.visitVarInsn(type(i).getOpcode(ILOAD), locals[i]);
        }
        construct(m);
        end(m, behind);
    }

    private void begin() {
        open();
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        m.visitVarInsn(ILOAD, END);
        push(m, longestName());
        m.visitMethodInsn(INVOKEVIRTUAL, SOURCE, "last", "(II)I", false);
        m.visitVarInsn(ISTORE, LAST);
        m.visitInsn(ICONST_0);
        m.visitVarInsn(ISTORE, VALUE);
        m.visitInsn(LCONST_0);
        m.visitVarInsn(LSTORE, SEEN);
        m.visitInsn(ICONST_0);
        m.visitVarInsn(ISTORE, JUMPED);
        List<Object> frame = new ArrayList<>(
                List.of(name, SOURCE, INTEGER, TAG_NAME, "[B", INTEGER, INTEGER, INTEGER, INTEGER, LONG, INTEGER));
        for (int i = 0; i < locals.length; i++) {
            locals[i] = behind;
            frame.add(zero(type(i)));
        }
        for (Component component : components) {
            if (!component.aliases().isEmpty()) {
                ranks[component.index()] = behind;
                push(m, Integer.MAX_VALUE);
                m.visitVarInsn(ISTORE, behind++);
                frame.add(INTEGER);
            }
        }
        m.visitFrame(F_FULL, frame.size(), frame.toArray(), 0, null);
    }

    /** Sets the next local to the zero of a type, and returns what it is in a frame. */
    private Object zero(Type type) {
        int local = behind;
        behind += type.getSize();
        switch (type.getSort()) {
            case Type.LONG -> m.visitInsn(LCONST_0);
            case Type.DOUBLE -> m.visitInsn(DCONST_0);
            case Type.FLOAT -> m.visitInsn(FCONST_0);
            case Type.OBJECT, Type.ARRAY -> m.visitInsn(ACONST_NULL);
            default -> m.visitInsn(ICONST_0);
        }
        m.visitVarInsn(type.getOpcode(ISTORE), local);
        return switch (type.getSort()) {
            case Type.LONG -> LONG;
            case Type.DOUBLE -> DOUBLE;
            case Type.FLOAT -> FLOAT;
            case Type.OBJECT, Type.ARRAY -> type.getInternalName();
            default -> INTEGER;
        };
    }

    private int longestName() {
        int longest = Long.BYTES;
        for (Component component : stored) {
            longest = Math.max(longest, component.storedField().terminated().length + 1);
        }
        return longest;
    }

    /** The tag of a variant lies behind the id where this library wrote it. */
    private void tag() {
        Label none = new Label();
        m.visitVarInsn(ALOAD, TAG_LOCAL);
        m.visitJumpInsn(IFNULL, none);
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        m.visitVarInsn(ILOAD, POSITION);
        m.visitVarInsn(ILOAD, END);
        m.visitVarInsn(ALOAD, TAG_LOCAL);
        m.visitMethodInsn(INVOKESTATIC, BASE, "tag", "(L" + SOURCE + ";II" + TAG + ")I", false);
        m.visitVarInsn(ISTORE, POSITION);
        label(m, none);
    }

    private void line(Component component) {
        Label miss = new Label();
        Label next = new Label();
        byte[] terminated = component.storedField().terminated();
        int length = terminated.length + 1;
        m.visitVarInsn(ILOAD, POSITION);
        m.visitVarInsn(ILOAD, LAST);
        m.visitJumpInsn(IF_ICMPGT, miss);
        long mask = length >= Long.BYTES ? ~0xffL : (1L << (Byte.SIZE * length)) - 1 & ~0xffL;
        compare(0, mask, word(terminated, 0) & mask, miss);
        for (int at = Long.BYTES; at < length; at += Long.BYTES) {
            int from = Math.min(at, length - Long.BYTES);
            compare(from, -1L, word(terminated, from), miss);
        }
        add(m, POSITION, length);
        m.visitVarInsn(ISTORE, VALUE);
        rank(component, 0);
        label(m, reads[component.index()]);
        read(component);
        if (!component.isNullWhenAbsent()) {
            m.visitVarInsn(LLOAD, SEEN);
            m.visitLdcInsn(1L << component.index());
            m.visitInsn(LOR);
            m.visitVarInsn(LSTORE, SEEN);
        }
        m.visitJumpInsn(GOTO, next);
        label(m, miss);
        m.visitVarInsn(ILOAD, JUMPED);
        m.visitJumpInsn(IFNE, find);
        label(m, next);
    }

    private void compare(int offset, long mask, long expected, Label miss) {
        m.visitVarInsn(ALOAD, BYTES_LOCAL);
        add(m, POSITION, offset);
        m.visitMethodInsn(INVOKESTATIC, BYTES, "int64", "([BI)J", false);
        if (mask != -1L) {
            m.visitLdcInsn(mask);
            m.visitInsn(LAND);
        }
        m.visitLdcInsn(expected);
        m.visitInsn(LCMP);
        m.visitJumpInsn(IFNE, miss);
    }

    private void rank(Component component, int rank) {
        if (ranks[component.index()] > 0) {
            push(m, rank);
            m.visitVarInsn(ISTORE, ranks[component.index()]);
        }
    }

    private void read(Component component) {
        Kind kind = Kind.of(component);
        Label done = new Label();
        int local = locals[component.index()];
        Class<?> type = raw(component.index());
        boolean list = ElementsMethod.suits(component, this);
        if (kind != Kind.OTHER || list || inner.containsKey(component)) {
            Label other = new Label();
            type(kind != Kind.OTHER ? kind.code() : list ? ARRAY : DOCUMENT, other);
            if (list) {
                elements(component);
            } else if (kind == Kind.OTHER) {
                document(component);
            } else {
                usual(kind);
            }
            if (kind == Kind.OTHER) {
                fromObject(m, type);
            }
            m.visitVarInsn(type(component.index()).getOpcode(ISTORE), local);
            behind(kind);
            m.visitJumpInsn(GOTO, done);
            label(m, other);
        }
        unusual(component, kind, type);
        m.visitVarInsn(type(component.index()).getOpcode(ISTORE), local);
        source("position", "()I");
        m.visitVarInsn(ISTORE, POSITION);
        label(m, done);
    }

    private void elements(Component component) {
        m.visitVarInsn(ALOAD, 0);
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        m.visitVarInsn(ILOAD, VALUE);
        m.visitMethodInsn(INVOKEVIRTUAL, name, ElementsMethod.name(component), ElementsMethod.DESCRIPTOR, false);
    }

    /** Leaves the value of any other type on the stack: numbers without boxing, the rest through the codec. */
    private void unusual(Component component, Kind kind, Class<?> type) {
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        String number = switch (kind) {
            case INT -> "int32";
            case LONG -> "int64";
            case DOUBLE -> "float64";
            default -> null;
        };
        boolean plain = number != null && !component.hasDefault();
        boolean own = hasConstants(component);
        if (!plain && own) {
            loadComponent(m, component);
            m.visitFieldInsn(GETSTATIC, name, "V" + component.index(), CODEC);
        } else if (!plain) {
            loadFields(m, component);
        }
        m.visitVarInsn(ILOAD, POSITION);
        m.visitVarInsn(ILOAD, VALUE);
        if (plain) {
            String descriptor = "(L" + SOURCE + ";II)" + type(component.index()).getDescriptor();
            m.visitMethodInsn(INVOKESTATIC, BASE, Objects.requireNonNull(number), descriptor, false);
        } else {
            m.visitMethodInsn(INVOKESTATIC, BASE, "value", own ? VALUE_BY_CODEC : VALUE_BY_INDEX, false);
            fromObject(m, type);
        }
    }

    private void findAndSwitch() {
        Label done = new Label();
        Label unknown = new Label();
        label(m, find);
        m.visitVarInsn(ILOAD, POSITION);
        m.visitVarInsn(ILOAD, END);
        m.visitJumpInsn(IF_ICMPGE, done);
        m.visitInsn(ICONST_1);
        m.visitVarInsn(ISTORE, JUMPED);
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        m.visitVarInsn(ILOAD, POSITION);
        m.visitFieldInsn(GETSTATIC, name, "FIELDS", FIELDS);
        m.visitMethodInsn(INVOKESTATIC, BASE, "find", "(L" + SOURCE + ";I" + FIELDS + ")I", false);
        source("position", "()I");
        m.visitVarInsn(ISTORE, VALUE);
        slots(unknown);
        label(m, unknown);
        unknown();
        source("position", "()I");
        m.visitVarInsn(ISTORE, POSITION);
        m.visitJumpInsn(GOTO, find);
        label(m, done);
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        m.visitVarInsn(ILOAD, POSITION);
        m.visitMethodInsn(INVOKEVIRTUAL, SOURCE, "close", "(I)V", false);
    }

    /** The slot is on the stack. Without former names a slot leads straight to its component. */
    private void slots(Label unknown) {
        int count = fields.slots();
        if (count == 0) {
            m.visitInsn(POP);
            return;
        }
        Label[] cases = new Label[count];
        for (int slot = 0; slot < count; slot++) {
            int index = fields.component(slot).index();
            cases[slot] = ranks[index] > 0 ? new Label() : reads[index];
        }
        m.visitTableSwitchInsn(0, count - 1, unknown, cases);
        for (int slot = 0; slot < count; slot++) {
            int index = fields.component(slot).index();
            if (ranks[index] > 0) {
                label(m, cases[slot]);
                former(fields.component(slot), fields.rank(slot));
            }
        }
    }

    /** Takes the field unless one with a better name was met. */
    private void former(Component component, int rank) {
        Label worse = new Label();
        push(m, rank);
        m.visitVarInsn(ILOAD, ranks[component.index()]);
        m.visitJumpInsn(IF_ICMPGT, worse);
        rank(component, rank);
        m.visitJumpInsn(GOTO, reads[component.index()]);
        label(m, worse);
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        m.visitInsn(ACONST_NULL);
        m.visitInsn(ACONST_NULL);
        m.visitInsn(ACONST_NULL);
        keep();
        m.visitInsn(POP);
        source("position", "()I");
        m.visitVarInsn(ISTORE, POSITION);
        m.visitJumpInsn(GOTO, find);
    }

    private void unknown() {
        Component extra = fields.extra();
        m.visitVarInsn(ALOAD, SOURCE_LOCAL);
        if (extra == null) {
            m.visitInsn(ACONST_NULL);
            m.visitInsn(ACONST_NULL);
        } else {
            loadComponent(m, extra);
            m.visitVarInsn(ALOAD, locals[extra.index()]);
        }
        m.visitVarInsn(ALOAD, TAG_LOCAL);
        keep();
        if (extra == null) {
            m.visitInsn(POP);
        } else {
            fromObject(m, raw(extra.index()));
            m.visitVarInsn(ASTORE, locals[extra.index()]);
        }
    }

    private void keep() {
        String descriptor = "(L" + SOURCE + ";" + COMPONENT + OBJECT + TAG + ")" + OBJECT;
        m.visitMethodInsn(INVOKESTATIC, BASE, "unknown", descriptor, false);
    }

    private void absent() {
        List<Component> asked = new ArrayList<>();
        long every = 0;
        for (Component component : stored) {
            if (!component.isNullWhenAbsent()) {
                asked.add(component);
                every |= 1L << component.index();
            }
        }
        if (!asked.isEmpty()) {
            absent(asked, every);
        }
        for (Component component : components) {
            if (!component.isStored()) {
                unstored(component);
            }
        }
    }

    private void absent(List<Component> asked, long every) {
        Label all = new Label();
        m.visitVarInsn(LLOAD, SEEN);
        m.visitLdcInsn(every);
        m.visitInsn(LCMP);
        m.visitJumpInsn(IFEQ, all);
        for (Component component : asked) {
            Label present = new Label();
            m.visitVarInsn(LLOAD, SEEN);
            m.visitLdcInsn(1L << component.index());
            m.visitInsn(LAND);
            m.visitInsn(LCONST_0);
            m.visitInsn(LCMP);
            m.visitJumpInsn(IFNE, present);
            absent(component);
            label(m, present);
        }
        label(m, all);
    }

    private void unstored(Component component) {
        Label kept = new Label();
        if (component.role() == ComponentModel.Role.EXTRA_ELEMENTS) {
            m.visitVarInsn(ALOAD, locals[component.index()]);
            m.visitJumpInsn(IFNONNULL, kept);
        }
        absent(component);
        label(m, kept);
    }

    private void absent(Component component) {
        loadFields(m, component);
        m.visitMethodInsn(INVOKESTATIC, BASE, "absent", "(" + FIELDS + "I)" + OBJECT, false);
        Class<?> type = raw(component.index());
        fromObject(m, type);
        m.visitVarInsn(type(component.index()).getOpcode(ISTORE), locals[component.index()]);
    }
}
