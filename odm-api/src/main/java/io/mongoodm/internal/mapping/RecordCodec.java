package io.mongoodm.internal.mapping;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes a record by its handles: in any order of fields, from and to anything. */
final class RecordCodec extends ValueCodec {
    private static final Object ABSENT = new Object();

    private final ParsedRecord<?> record;
    private final @Nullable Tag tag;
    private @Nullable RecordBytes code;

    /** Creates the codec; with a tag, of a variant in a sealed hierarchy. */
    RecordCodec(ParsedRecord<?> record, @Nullable Tag tag) {
        this.record = record;
        this.tag = tag;
    }

    Class<?> type() {
        return record.type();
    }

    Components components() {
        return record;
    }

    @Override
    Shape shape() {
        return record.shape();
    }

    @Override
    Object read(Source source) {
        if (source instanceof ByteSource bytes && bytes.isGenerated()) {
            RecordBytes code = generated();
            if (code != null) {
                bytes.expectDocument();
                return code.read(bytes, bytes.position(), tag);
            }
        }
        return readAnyhow(source);
    }

    private @Nullable RecordBytes generated() {
        RecordBytes known = code;
        if (known == null) {
            known = record.generated();
            code = known;
        }
        return known;
    }

    /** Returns the generated code that a holder of such a record may call by itself; null when there is none. */
    @Nullable
    RecordBytes plain(Set<RecordFields> around) {
        return tag == null ? record.generated(around) : null;
    }

    /** Tells whether it is the codec of a record of these fields, without a tag. */
    boolean isPlain(RecordFields fields) {
        return tag == null && record.fields() == fields;
    }

    private Object readAnyhow(Source source) {
        RecordFields fields = record.fields();
        @Nullable Object[] values = new @Nullable Object[fields.count()];
        int[] ranks = new int[fields.hasAliases() ? values.length : 0];
        Arrays.fill(values, ABSENT);
        source.enterDocument();
        int slot = -1;
        while ((slot = source.nextSlot(fields.table(), slot + 1)) != Source.END) {
            if (slot < 0) {
                unknown(source, fields, values);
            } else if (takes(slot, fields, ranks, values)) {
                values[fields.component(slot).index()] = value(source, fields, slot);
            } else {
                source.skip();
            }
        }
        return made(values);
    }

    private @Nullable Object value(Source source, RecordFields fields, int slot) {
        Component component = fields.component(slot);
        try {
            return component.read(source);
        } catch (Misfit misfit) {
            throw misfit.in(record.type(), component.name()).under(fields.name(slot));
        }
    }

    /** The present name goes before former ones, and those go in their order, whichever comes first. */
    private static boolean takes(int slot, RecordFields fields, int[] ranks, @Nullable Object[] values) {
        int index = fields.component(slot).index();
        if (ranks.length == 0 || values[index] == ABSENT || fields.rank(slot) <= ranks[index]) {
            if (ranks.length > 0) {
                ranks[index] = fields.rank(slot);
            }
            return true;
        }
        return false;
    }

    private void unknown(Source source, RecordFields fields, @Nullable Object[] values) {
        Component extra = fields.extra();
        if (extra == null || (tag != null && tag.field().text().equals(source.name()))) {
            source.skip();
            return;
        }
        ExtraElements elements = (ExtraElements) extra.codec();
        Object gathered = values[extra.index()];
        if (gathered == ABSENT || gathered == null) {
            gathered = elements.ofAbsent();
            values[extra.index()] = gathered;
        }
        try {
            elements.gather(source, gathered);
        } catch (Misfit misfit) {
            throw misfit.in(record.type(), extra.name());
        }
    }

    private Object made(@Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == ABSENT) {
                values[i] = absent(record.parsed().get(i));
            }
        }
        return record.make(values);
    }

    private @Nullable Object absent(Component component) {
        try {
            return component.ofAbsent();
        } catch (Misfit misfit) {
            throw misfit.in(record.type(), component.name()).under(component.storedName());
        }
    }

    @Override
    void write(Sink sink, Object value) {
        if (!record.type().isInstance(value)) {
            throw Misfit.javaType(record.type(), value);
        }
        if (sink instanceof ByteSink bytes) {
            RecordBytes code = generated();
            if (code != null) {
                bytes.end(code.write(bytes, value, tag, bytes.begin()));
                return;
            }
        }
        writeAnyhow(sink, value);
    }

    private void writeAnyhow(Sink sink, Object value) {
        sink.startDocument();
        boolean tagged = tag == null;
        for (Component component : record.fields().writeOrder()) {
            if (!tagged && component.role() != ComponentModel.Role.ID) {
                writeTag(sink);
                tagged = true;
            }
            write(sink, component, value);
        }
        if (!tagged) {
            writeTag(sink);
        }
        sink.endDocument();
    }

    private void writeTag(Sink sink) {
        if (tag != null) {
            sink.name(tag.field());
            sink.string(tag.value());
        }
    }

    private void write(Sink sink, Component component, Object document) {
        try {
            Object value = component.valueIn(document);
            if (!component.hasField(value) || value == null) {
                return;
            }
            if (component.codec() instanceof ExtraElements extra) {
                extra.scatter(sink, value, record.fields().table(), tag);
            } else {
                sink.name(component.storedField());
                component.codec().write(sink, value);
            }
        } catch (Misfit misfit) {
            throw component.isStored()
                    ? misfit.in(record.type(), component.name()).under(component.storedName())
                    : misfit.in(record.type(), component.name());
        }
    }
}
