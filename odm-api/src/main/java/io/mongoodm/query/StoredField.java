package io.mongoodm.query;

import org.bson.codecs.Codec;

/**
 * The stored form of one component.
 *
 * @param name the name in the document
 * @param codec writes the component's values; for an {@code Optional}, the codec of the value in it
 * @param elementCodec writes one element when the component is a collection or an array, one value when it is a map, else
 *     the same as {@code codec}
 * @param nullable whether the component may be absent from a document
 */
public record StoredField(String name, Codec<?> codec, Codec<?> elementCodec, boolean nullable) {}
