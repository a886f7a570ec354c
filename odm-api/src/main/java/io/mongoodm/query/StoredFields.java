package io.mongoodm.query;

import java.util.Optional;

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
     * Returns how the components of one variant are stored, when these are the fields of a sealed interface.
     *
     * @param owner the record or interface whose component a typed field names
     * @return the fields of that variant; these, when the class is another
     */
    default StoredFields of(Class<?> owner) {
        return this;
    }

    /**
     * Returns how the components of a class that these fields do not belong to are stored. Typed fields ask it when they
     * are rendered for another class than their own.
     *
     * @param owner the record or sealed interface whose component a typed field names
     * @return empty, which makes typed fields throw, unless whoever renders looks at the place of the field afterwards, as
     *     a handle does for {@code $elemMatch}
     */
    default Optional<StoredFields> elsewhere(Class<?> owner) {
        return Optional.empty();
    }
}
