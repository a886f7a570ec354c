package io.mongoodm;

/**
 * What {@code getOrCreate} gives.
 *
 * @param <T> the model
 * @param document the document that was there, or the one that was stored
 * @param created whether this call stored it
 */
public record GetOrCreate<T>(T document, boolean created) {}
