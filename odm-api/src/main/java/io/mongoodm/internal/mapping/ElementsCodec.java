package io.mongoodm.internal.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SequencedCollection;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bson.BsonType;
import org.jspecify.annotations.Nullable;

/** A collection, stored as an array. What is read for an interface cannot be changed. */
final class ElementsCodec extends ValueCodec {
    private final Class<?> type;
    private final Kind kind;
    private final ValueCodec element;
    private final int number = ByteSource.number();

    private ElementsCodec(Class<?> type, Kind kind, ValueCodec element) {
        this.type = type;
        this.kind = kind;
        this.element = element;
    }

    /** Tells whether a type is a collection that can be read and written. */
    static boolean supports(Class<?> type) {
        return kind(type) != null;
    }

    static ElementsCodec of(Class<?> type, ValueCodec element) {
        return new ElementsCodec(type, known(type), element);
    }

    /** Returns what is read for a type of collection, with these values. */
    static Collection<?> filled(Class<?> type, Collection<?> values) {
        Kind kind = known(type);
        Collection<@Nullable Object> made = kind.make();
        made.addAll(values);
        return kind.finish(made);
    }

    private static Kind known(Class<?> type) {
        Kind kind = kind(type);
        if (kind == null) {
            throw new IllegalStateException("No collection: " + type.getName());
        }
        return kind;
    }

    private static @Nullable Kind kind(Class<?> type) {
        if (type == List.class
                || type == Collection.class
                || type == SequencedCollection.class
                || type == Iterable.class) {
            return Kind.LIST;
        }
        if (type == Set.class || type == SequencedSet.class) {
            return Kind.SET;
        }
        if (type == SortedSet.class || type == NavigableSet.class) {
            return Kind.SORTED_SET;
        }
        if (type == ArrayList.class) {
            return Kind.ARRAY_LIST;
        }
        if (type == LinkedList.class) {
            return Kind.LINKED_LIST;
        }
        if (type == HashSet.class) {
            return Kind.HASH_SET;
        }
        if (type == LinkedHashSet.class) {
            return Kind.LINKED_HASH_SET;
        }
        return type == TreeSet.class ? Kind.TREE_SET : null;
    }

    /** How a type of collection is filled, and closed when it is full. */
    private enum Kind {
        LIST,
        SET,
        SORTED_SET,
        ARRAY_LIST,
        LINKED_LIST,
        HASH_SET,
        LINKED_HASH_SET,
        TREE_SET;

        @SuppressWarnings("JdkObsolete") // Who declares a LinkedList gets one.
        Collection<@Nullable Object> make() {
            return switch (this) {
                case LIST, ARRAY_LIST -> new ArrayList<>();
                case LINKED_LIST -> new LinkedList<>();
                case SET, LINKED_HASH_SET -> new LinkedHashSet<>();
                case HASH_SET -> new HashSet<>();
                case SORTED_SET, TREE_SET -> new TreeSet<>();
            };
        }

        Collection<?> finish(Collection<@Nullable Object> full) {
            return switch (this) {
                case LIST -> StoredList.of(full.toArray());
                case SET -> Collections.unmodifiableSequencedSet((SequencedSet<?>) full);
                case SORTED_SET -> Collections.unmodifiableNavigableSet((NavigableSet<?>) full);
                case ARRAY_LIST, LINKED_LIST, HASH_SET, LINKED_HASH_SET, TREE_SET -> full;
            };
        }
    }

    @Override
    Shape shape() {
        return new Shape.Elements(element.shape(), this);
    }

    @Override
    Object ofAbsent() {
        return kind.finish(kind.make());
    }

    @Override
    Object read(Source source) {
        return source instanceof ByteSource bytes && isList() ? readList(bytes) : readAny(source);
    }

    /** Returns what {@link ByteSource} calls the collections of this codec. */
    int number() {
        return number;
    }

    /** Returns the class or interface of the collection. */
    Class<?> type() {
        return type;
    }

    /** Tells whether it is read as a list, and not as a set or a class that the program chose. */
    boolean isList() {
        return kind == Kind.LIST;
    }

    /** The usual case, without a list that grows. Where an element does not fit, the caller reads everything again. */
    private Object readList(ByteSource source) {
        if (source.type() != BsonType.ARRAY) {
            throw Misfit.type("array", source.type());
        }
        int end = source.open(source.position());
        @Nullable Object[] elements = RecordBytes.elements(source, number, source.position(), end);
        int count = 0;
        while (source.nextElement()) {
            elements = RecordBytes.room(elements, count);
            elements[count++] = element.readElement(source);
        }
        return RecordBytes.list(source, number, elements, count);
    }

    private Object readAny(Source source) {
        Collection<@Nullable Object> values = kind.make();
        source.enterArray();
        for (int i = 0; source.nextElement(); i++) {
            try {
                values.add(element.readElement(source));
            } catch (Misfit misfit) {
                throw misfit.under(i);
            } catch (ClassCastException | NullPointerException e) {
                throw new Misfit("Expected a value that the sorted set can order but it cannot", "", e).under(i);
            }
        }
        return kind.finish(values);
    }

    @Override
    void write(Sink sink, Object value) {
        if (!type.isInstance(value)) {
            throw Misfit.javaType(type, value);
        }
        sink.startArray();
        int i = 0;
        for (Object each : (Iterable<?>) value) {
            sink.index(i);
            try {
                element.writeElement(sink, each);
            } catch (Misfit misfit) {
                throw misfit.under(i);
            }
            i++;
        }
        sink.endArray();
    }

    @Override
    ValueCodec element() {
        return element;
    }
}
