package io.mongoodm;

import io.mongoodm.internal.mapping.Identity;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A reference to a document of another model, stored as that document's id.
 *
 * <p>It never loads by itself: {@code loadRelated} gives records whose references are {@link Loaded} or
 * {@link Missing}. Two references are equal when their ids are, loaded or not. An immutable value; its text shows
 * neither document nor id.
 *
 * @param <T> the model that is referred to
 */
public sealed interface Ref<T> {
    /** Returns a reference to the document with this id. */
    static <T> Ref<T> to(Object id) {
        return new Unloaded<>(id);
    }

    /** Returns a reference for each id, in the order of {@code ids}. */
    static <T> List<Ref<T>> toAll(Collection<?> ids) {
        return ids.stream().map(id -> Ref.<T>to(id)).toList();
    }

    /**
     * Returns a loaded reference to this document.
     *
     * @throws IllegalArgumentException when the document's id is null, since nothing can refer to it, or when its class
     *     is no record with an id
     */
    static <T> Ref<T> of(T document) {
        Object id = Identity.of(Objects.requireNonNull(document, "document"));
        if (id == null) {
            throw new IllegalArgumentException(
                    "The id of this " + document.getClass().getSimpleName()
                            + " is null, so nothing can refer to it: create it first, and refer to what create returns");
        }
        return new Loaded<>(id, document);
    }

    /** Returns the id that is stored. */
    Object id();

    /**
     * Returns the document.
     *
     * @throws IllegalStateException when it is not loaded, or was looked for and is missing: the message says which
     */
    T get();

    /**
     * Returns the document, or empty when it was looked for and is missing. Never sends a query.
     *
     * @throws IllegalStateException when it is not loaded
     */
    Optional<T> find();

    /** A reference whose document was not looked for. */
    final class Unloaded<T> implements Ref<T> {
        private final Object id;

        /** Creates a reference to the document with this id. */
        public Unloaded(Object id) {
            this.id = Objects.requireNonNull(id, "id");
        }

        @Override
        public Object id() {
            return id;
        }

        @Override
        public T get() {
            throw notLoaded();
        }

        @Override
        public Optional<T> find() {
            throw notLoaded();
        }

        private static IllegalStateException notLoaded() {
            return new IllegalStateException(
                    "This reference is not loaded: load it with loadRelated, or read its id with id()");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Ref<?> ref && id.equals(ref.id());
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }

        @Override
        public String toString() {
            return "Ref.Unloaded";
        }
    }

    /** A reference with its document. */
    final class Loaded<T> implements Ref<T> {
        private final Object id;
        private final T document;

        /** Creates a reference to this document, which has this id. */
        public Loaded(Object id, T document) {
            this.id = Objects.requireNonNull(id, "id");
            this.document = Objects.requireNonNull(document, "document");
        }

        @Override
        public Object id() {
            return id;
        }

        @Override
        public T get() {
            return document;
        }

        @Override
        public Optional<T> find() {
            return Optional.of(document);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Ref<?> ref && id.equals(ref.id());
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }

        @Override
        public String toString() {
            return "Ref.Loaded";
        }
    }

    /** A reference whose document was looked for and does not exist. */
    final class Missing<T> implements Ref<T> {
        private final Object id;

        /** Creates a reference to a document that does not exist. */
        public Missing(Object id) {
            this.id = Objects.requireNonNull(id, "id");
        }

        @Override
        public Object id() {
            return id;
        }

        @Override
        public T get() {
            throw new IllegalStateException(
                    "This reference was loaded and its document does not exist: ask find(), or read its id with id()");
        }

        @Override
        public Optional<T> find() {
            return Optional.empty();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Ref<?> ref && id.equals(ref.id());
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }

        @Override
        public String toString() {
            return "Ref.Missing";
        }
    }
}
