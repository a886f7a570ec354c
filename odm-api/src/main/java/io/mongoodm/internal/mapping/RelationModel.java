package io.mongoodm.internal.mapping;

/**
 * A relation of a record to another model: a {@code @Relation} component, which is not stored, or a {@code Ref} (also in
 * an {@code Optional}, a list, a set or as map values), which is stored as the id.
 *
 * @param kind how the component holds it
 * @param target the model that is related
 * @param localField the stored name of this record's field that is looked up; for a reference, its own
 * @param foreignField the stored name of the target's field that has to equal it
 */
public record RelationModel(Kind kind, Class<?> target, String localField, String foreignField) {
    /** How a component holds what is related. */
    public enum Kind {
        /** {@code @Relation} on a record type. */
        ONE,
        /** {@code @Relation} on an {@code Optional}. */
        OPTIONAL,
        /** {@code @Relation} on a list: every document whose foreign field equals the local one. */
        MANY,
        /** A {@code Ref}, or an {@code Optional} of it. */
        REFERENCE,
        /** A list or set of {@code Ref}, or a map with such values. */
        REFERENCES
    }
}
