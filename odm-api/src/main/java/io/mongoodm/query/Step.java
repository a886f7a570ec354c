package io.mongoodm.query;

/** One step of a path: kept apart from its text, because the stored name is known only with a registry. */
sealed interface Step {
    /** Into a component of a record, or of a sealed interface. */
    record Component(Class<?> owner, String name) implements Step {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Into the elements of a collection, or the value of an entry; an empty text stands for every element. */
    record Inside(String text) implements Step {
        static final Inside ANY = new Inside("");

        @Override
        public String toString() {
            return text;
        }
    }
}
