package io.mongoodm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.mongodb.ReadConcern;
import com.mongodb.TransactionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the small public values say of themselves. */
class ValueTest {
    record Country(@Nullable ObjectId id, String name) {}

    record Area(String name) {}

    private static final Country NORWAY = new Country(new ObjectId("64b000000000000000000001"), "Norway");
    private static final ObjectId ID = new ObjectId("64b000000000000000000001");

    @Test
    void referencesAreEqualWhenTheirIdsAre() {
        List<Ref<Country>> same = List.of(Ref.to(ID), Ref.of(NORWAY), new Ref.Missing<>(ID));
        for (Ref<Country> one : same) {
            assertThat(one.id()).isEqualTo(ID);
            for (Ref<Country> other : same) {
                assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
            }
            assertThat(one).isNotEqualTo(Ref.to(new ObjectId("64b000000000000000000002")));
            assertThat((Object) one).isNotEqualTo(ID);
        }
    }

    @Test
    void aReferenceGivesItsDocumentOrSaysWhyItCannot() {
        assertThat(Ref.of(NORWAY).get()).isSameAs(NORWAY);
        assertThat(Ref.of(NORWAY).find()).containsSame(NORWAY);
        Ref<Country> unloaded = Ref.to(ID);
        for (Consumer<Ref<Country>> use : List.<Consumer<Ref<Country>>>of(Ref::get, Ref::find)) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> use.accept(unloaded))
                    .withMessage("This reference is not loaded: load it with loadRelated, or read its id with id()");
        }
        Ref<Country> missing = new Ref.Missing<>(ID);
        assertThat(missing.find()).isEmpty();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(missing::get)
                .withMessage(
                        "This reference was loaded and its document does not exist: ask find(), or read its id with"
                                + " id()");
    }

    @Test
    void theTextOfAReferenceShowsNeitherDocumentNorId() {
        assertThat(List.of(Ref.to(ID), Ref.of(NORWAY), new Ref.Missing<>(ID)))
                .hasToString("[Ref.Unloaded, Ref.Loaded, Ref.Missing]");
    }

    @Test
    void nothingRefersToADocumentWithoutAnId() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Ref.of(new Country(null, "Nowhere")))
                .withMessage("The id of this Country is null, so nothing can refer to it: create it first, and refer to"
                        + " what create returns");
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Ref.of(new Area("north")));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Ref.of("text"));
    }

    record Strict(int id) {
        @Override
        public int id() {
            throw new UnsupportedOperationException("no id today");
        }
    }

    @Test
    void theExceptionOfAnIdsAccessorLeavesAsItIs() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> Ref.of(new Strict(1)))
                .withMessage("no id today");
    }

    @Test
    void referencesToIdsKeepTheirOrder() {
        assertThat(Ref.<Country>toAll(List.of(3, 1, 2))).extracting(Ref::id).containsExactly(3, 1, 2);
        assertThat(Ref.<Country>toAll(List.of())).isEmpty();
    }

    private static final IndexPlan.Change CHANGE = new IndexPlan.Change("city", "name_1", "name ascending");

    private static IndexPlan plan(int part) {
        List<List<IndexPlan.Change>> parts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            parts.add(i == part ? new ArrayList<>(List.of(CHANGE)) : List.of());
        }
        return new IndexPlan(parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4), parts.get(5));
    }

    @Test
    void aPlanIsEmptyWhenNothingIsToBeDoneAndNothingConflicts() {
        assertThat(List.of(0, 1, 2, 3, 4, 5))
                .extracting(part -> plan(part).isEmpty())
                .containsExactly(false, false, false, true, false, true);
    }

    @Test
    void plansThatSayTheSameAreEqual() {
        for (int part = 0; part < 6; part++) {
            assertThat(plan(part)).isEqualTo(plan(part)).hasSameHashCodeAs(plan(part));
            assertThat(plan(part)).isNotEqualTo(plan((part + 1) % 6));
        }
    }

    @Test
    void aPlanIsATableWhoseLastLineDoesNotEnd() {
        assertThat(plan(4)).hasToString("""
            ACTION    COLLECTION  INDEX   DESCRIPTION
            conflict  city        name_1  name ascending\
            """);
        assertThat(plan(2)).hasToString("""
            ACTION  COLLECTION  INDEX   DESCRIPTION
            drop    city        name_1  name ascending\
            """);
        assertThat(plan(3)).hasToString("Nothing to do: the one declared index is as declared.");
        assertThat(plan(5)).hasToString("""
            Nothing to do: no index is declared.
            ACTION      COLLECTION  INDEX   DESCRIPTION
            undeclared  city        name_1  name ascending\
            """);
    }

    @Test
    void eachStepOfTheSettingsGivesOthersAndLeavesTheseAsTheyAre() {
        TransactionSettings defaults = TransactionSettings.defaults();
        TransactionOptions options =
                TransactionOptions.builder().readConcern(ReadConcern.SNAPSHOT).build();
        Consumer<Throwable> listener = failure -> {};

        TransactionSettings settings = defaults.withOptions(options)
                .withMaxTime(Duration.ofSeconds(3))
                .withMaxAttempts(4)
                .withOnRetry(listener);

        assertThat(settings).isEqualTo(new TransactionSettings(options, Duration.ofSeconds(3), 4, listener));
        assertThat(defaults).isEqualTo(TransactionSettings.defaults());
        assertThat(defaults.maxTime()).isEqualTo(Duration.ofSeconds(30));
        assertThat(defaults.maxAttempts()).isEqualTo(Integer.MAX_VALUE);
        assertThat(defaults.options()).isEqualTo(TransactionOptions.builder().build());
    }

    @Test
    void positionsCannotBeChanged() {
        List<Integer> given = new ArrayList<>(List.of(1, 4));
        List<Integer> stale = new StaleDocumentException("stale", given).positions();
        List<Integer> gone = new DocumentNotFoundException("gone", given).positions();
        given.clear();

        assertThat(stale).containsExactly(1, 4).isUnmodifiable();
        assertThat(gone).containsExactly(1, 4).isUnmodifiable();
        assertThat(new StaleDocumentException("stale").positions()).isEmpty();
        assertThat(new DocumentNotFoundException("gone").positions()).isEmpty();
    }

    @Test
    void nullIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> Ref.to(none())).withMessage("id");
        assertThatNullPointerException().isThrownBy(() -> Ref.of(none())).withMessage("document");
        assertThatNullPointerException()
                .isThrownBy(() -> TransactionSettings.defaults().withMaxTime(none()))
                .withMessage("maxTime");
        assertThatNullPointerException()
                .isThrownBy(() -> TransactionSettings.defaults().withOnRetry(none()))
                .withMessage("onRetry");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T none() {
        return null;
    }
}
