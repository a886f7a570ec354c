package io.mongoodm.internal.validation;

import io.mongoodm.InvalidFilterException;

/**
 * What is checked and how errors speak of it: fact, place, remedy, and never a value.
 *
 * @param subject what is checked: {@code filter}, {@code update}, {@code sort}
 * @param model the class whose documents it is about
 * @param checked whether faults are reported; where they are not, what is wrong passes as it is
 */
record Context(String subject, Class<?> model, boolean checked) {
    Context withSubject(String other) {
        return new Context(other, model, checked);
    }

    String modelName() {
        return model.getSimpleName();
    }

    /** Reports a fault when faults are reported. */
    void report(String fact, Place place, String remedy) {
        if (checked) {
            throw error(fact, place, remedy);
        }
    }

    /** Returns the error for a fault that would do harm or make no sense even where checks are off. */
    InvalidFilterException error(String fact, Place place, String remedy) {
        String where = place.isRoot() ? subject : subject + ", at " + place;
        return new InvalidFilterException(fact + " (" + where + "): " + remedy);
    }
}
