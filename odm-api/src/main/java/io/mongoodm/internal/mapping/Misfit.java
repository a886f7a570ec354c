package io.mongoodm.internal.mapping;

import io.mongoodm.DecodingException;
import io.mongoodm.EncodingException;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A value that fits neither way, on its way out: every level that it leaves adds its step to the path, and the outermost
 * turns it into the exception that the caller sees. It has no stack trace of its own.
 */
final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String fact;
    private final String remedy;
    private String path = "";
    private transient @Nullable Class<?> record;
    private @Nullable String component;

    /** Creates the fault from what was expected and met, what to do about it, and the exception that says so. */
    Misfit(String fact, String remedy, @Nullable Throwable cause) {
        super(fact, cause, false, false);
        this.fact = fact;
        this.remedy = remedy;
    }

    Misfit(String fact) {
        this(fact, "", null);
    }

    /** Returns the fault of a stored value that is of another type. */
    static Misfit type(String expected, BsonType actual) {
        return new Misfit("Expected " + expected + " but was " + BsonTypes.name(actual));
    }

    /** Returns the fault of a Java value that is of another type: generics and references cannot prevent it. */
    static Misfit javaType(Class<?> expected, Object actual) {
        return new Misfit("Expected " + expected.getSimpleName() + " but was "
                + actual.getClass().getSimpleName());
    }

    /** Returns the fault of a document that is nested beyond what a server stores. */
    static Misfit depth() {
        return new Misfit("Expected at most " + Source.MAX_DEPTH + " levels of nesting but there are more");
    }

    /** Returns the fault of a text that UTF-8 has no bytes for, and would store as another one. */
    static Misfit surrogate() {
        return new Misfit("Expected text that UTF-8 can hold but it has half of a surrogate pair");
    }

    /** Returns what was expected and met, without the place. */
    String fact() {
        return fact;
    }

    /** Names the record and the component that hold the value, unless an inner record did. */
    Misfit in(Class<?> holder, @Nullable String holdersComponent) {
        if (record == null) {
            record = holder;
            component = holdersComponent;
        }
        return this;
    }

    /** Puts the name of a field in front of the path. */
    Misfit under(String name) {
        path = path.isEmpty() || path.startsWith("[") ? name + path : name + "." + path;
        return this;
    }

    /** Puts the index of an element in front of the path. */
    Misfit under(int index) {
        path = path.isEmpty() || path.startsWith("[") ? "[" + index + "]" + path : "[" + index + "]." + path;
        return this;
    }

    /** Returns what was expected and met, and where, as the end of a sentence. */
    String phrase() {
        String sentence = sentence();
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    DecodingException decoding(Class<?> root) {
        return decoding(root, null);
    }

    DecodingException decoding(Class<?> root, @Nullable BsonValue id) {
        return new DecodingException(sentence(), record == null ? root : record, component, path, id, getCause());
    }

    EncodingException encoding() {
        return new EncodingException(sentence(), getCause());
    }

    private String sentence() {
        StringBuilder text = new StringBuilder(fact);
        if (!path.isEmpty()) {
            text.append(" at ").append(path);
        }
        if (record != null) {
            text.append(" (").append(record.isRecord() ? "record " : "type ").append(record.getSimpleName());
            if (component != null) {
                text.append(", component ").append(component);
            }
            text.append(')');
        }
        return remedy.isEmpty()
                ? text.toString()
                : text.append(": ").append(remedy).toString();
    }
}
