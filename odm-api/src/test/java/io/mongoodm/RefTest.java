package io.mongoodm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefTest {
    record City(@Nullable ObjectId id, String name) {}

    record Strict(int id) {
        @Override
        public int id() {
            throw new UnsupportedOperationException("no id today");
        }
    }

    private static final City PARIS = new City(new ObjectId(), "Paris");

    @Test
    void loadedReferenceGivesItsDocument() {
        Ref<City> loaded = Ref.of(PARIS);

        assertThat(loaded.get()).isSameAs(PARIS);
        assertThat(loaded.find()).contains(PARIS);
        assertThat(loaded.id()).isEqualTo(PARIS.id());
        assertThat(loaded).hasToString("Ref.Loaded");
    }

    @Test
    void unloadedReferenceSaysThatItIsNotLoaded() {
        Ref<City> unloaded = Ref.to(7);

        String message = "This reference is not loaded: load it with loadRelated, or read its id with id()";
        assertThatIllegalStateException().isThrownBy(unloaded::get).withMessage(message);
        assertThatIllegalStateException().isThrownBy(unloaded::find).withMessage(message);
        assertThat(unloaded.id()).isEqualTo(7);
        assertThat(unloaded).hasToString("Ref.Unloaded");
    }

    @Test
    void missingReferenceSaysThatItsDocumentDoesNotExist() {
        Ref<City> missing = new Ref.Missing<>(7);

        assertThatIllegalStateException()
                .isThrownBy(missing::get)
                .withMessage("This reference was loaded and its document does not exist: ask find(), or read its id"
                        + " with id()");
        assertThat(missing.find()).isEmpty();
        assertThat(missing.id()).isEqualTo(7);
        assertThat(missing).hasToString("Ref.Missing");
    }

    @Test
    void referencesAreEqualWhenTheirIdsAre() {
        List<Ref<City>> equal = List.of(
                new Ref.Unloaded<>(7), new Ref.Missing<>(7), new Ref.Loaded<>(7, PARIS), new Ref.Loaded<>(7, PARIS));
        for (Ref<City> one : equal) {
            assertThat(equal)
                    .allSatisfy(other -> assertThat(one).isEqualTo(other).hasSameHashCodeAs(other));
            assertThat(one).isNotEqualTo(Ref.to(8)).isNotEqualTo(Ref.to(7L)).isNotEqualTo(7);
        }
    }

    @Test
    void nothingCanReferToADocumentWithoutAnId() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ref.of(new City(null, "nowhere")))
                .withMessage("The id of this City is null, so nothing can refer to it: create it first, and refer to"
                        + " what create returns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ref.of("Paris"))
                .withMessage("java.lang.String is no record, so it has no id to refer to");
        assertThatNullPointerException().isThrownBy(() -> Ref.of(nothing())).withMessage("document");
        assertThatNullPointerException().isThrownBy(() -> Ref.to(nothing())).withMessage("id");
        assertThatNullPointerException()
                .isThrownBy(() -> new Ref.Loaded<>(1, nothing()))
                .withMessage("document");
    }

    @Test
    void exceptionOfAnAccessorOfTheIdLeavesAsItIs() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> Ref.of(new Strict(1)))
                .withMessage("no id today");
    }

    @SuppressWarnings({"TypeParameterUnusedInFormals", "NullAway"}) // what callers without null checks pass
    private static <T> T nothing() {
        return null;
    }
}
