package io.mongoodm.internal.mapping;

/**
 * What tells a variant of a sealed hierarchy from its siblings.
 *
 * @param field the stored field that holds it
 * @param value the variant's own
 */
public record Tag(FieldName field, String value) {}
