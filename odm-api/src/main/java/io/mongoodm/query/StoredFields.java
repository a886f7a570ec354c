package io.mongoodm.query;

import io.mongoodm.InvalidFilterException;

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

    /**
     * Returns how the components of a class that lies somewhere else than these are stored. Typed fields ask it when
     * they are rendered for a class that they do not belong to.
     *
     * @param owner the record or sealed interface whose component a typed field names
     * @return never normally, unless the caller looks at the place of the field afterwards, as a handle does for
     *     {@code $elemMatch}
     * @throws io.mongoodm.InvalidFilterException always, unless overridden
     */
    default StoredFields elsewhere(Class<?> owner) {
        throw new InvalidFilterException(
                "A field of " + owner.getSimpleName()
                        + " does not belong to the model that it is used on: use a field of that model, or put it into elemMatch");
    }
}
