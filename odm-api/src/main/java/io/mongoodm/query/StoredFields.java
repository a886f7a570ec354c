package io.mongoodm.query;

/**
 * What the codec of a record or a sealed interface tells a typed field. A codec from a handle's registry implements it;
 * typed fields find it there when they are rendered, so they depend on nothing else.
 */
public interface StoredFields {
    /**
     * Returns how a component is stored.
     *
     * @param component the component's name in Java; on a sealed interface, a component that its variants share
     * @throws io.mongoodm.InvalidFilterException when there is no such component, or it is not stored
     */
    StoredField storedField(String component);
}
