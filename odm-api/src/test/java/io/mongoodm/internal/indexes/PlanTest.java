package io.mongoodm.internal.indexes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import io.mongoodm.DuplicateKeyException;
import io.mongoodm.IndexConflictException;
import io.mongoodm.IndexPlan;
import io.mongoodm.UndeclaredIndexes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class PlanTest {
    private final FakeServer server = new FakeServer();

    private static DeclaredIndexes declared(Declaration... declarations) {
        return new DeclaredIndexes(Map.of(new Namespace(null, "thing"), List.of(declarations)));
    }

    private List<String> apply(Declaration... declarations) {
        return apply(UndeclaredIndexes.KEEP, declarations);
    }

    /** Applies, checks that nothing is left to do, and returns the commands between. */
    private List<String> apply(UndeclaredIndexes undeclared, Declaration... declarations) {
        DeclaredIndexes indexes = declared(declarations);
        server.commands.clear();
        indexes.apply(server, undeclared);
        List<String> sent = List.copyOf(server.commands);
        server.commands.clear();
        assertThat(indexes.apply(server, undeclared).isEmpty()).isTrue();
        assertThat(server.commands).containsExactly("listIndexes");
        assertThat(sent.getFirst()).isEqualTo("listIndexes");
        return sent.subList(1, sent.size());
    }

    private static Declaration unnamed(String key, String options) {
        return Declarations.of(null, key, options);
    }

    private static Declaration named(String name, String key, String options) {
        return Declarations.of(name, key, options);
    }

    @Test
    void everythingMissingIsCreatedInOneCommand() {
        Declaration[] all = {
            unnamed("{a: 1, b: -1}", "{}"),
            unnamed("{email: 1}", "{unique: true}"),
            unnamed("{title: 'text', body: 'text'}", "{weights: {title: 5}}"),
            unnamed("{place: '2dsphere'}", "{}"),
            unnamed("{'attributes.$**': 1}", "{}")
        };
        assertThat(declared(all).plan(server)).hasToString("""
            ACTION  COLLECTION  INDEX                 DESCRIPTION
            create  thing       a_1_b_-1              a ascending, b descending
            create  thing       email_1               email ascending; unique
            create  thing       title_text_body_text  text of title (weight 5) and body
            create  thing       place_2dsphere        place 2dsphere
            create  thing       attributes.$**_1      attributes.$** ascending\
            """);
        assertThat(apply(all))
                .containsExactly(
                        "createIndexes a_1_b_-1, email_1, title_text_body_text, place_2dsphere, attributes.$**_1");
        assertThat(declared(all).plan(server)).hasToString("Nothing to do: all 5 declared indexes are as declared.");
    }

    @Test
    void appliedPlanIsTheOneThatWasCarriedOut() {
        DeclaredIndexes indexes = declared(unnamed("{a: 1}", "{}"));
        IndexPlan planned = indexes.plan(server);
        assertThat(indexes.apply(server, UndeclaredIndexes.KEEP))
                .isEqualTo(planned)
                .hasSameHashCodeAs(planned);
    }

    @Test
    void undeclaredIndexesAreListedAndKept() {
        server.having("{key: {old: 1}, name: 'old_1', expireAfterSeconds: 60}");
        assertThat(apply(unnamed("{a: 1}", "{}"))).containsExactly("createIndexes a_1");
        assertThat(declared(unnamed("{a: 1}", "{}")).plan(server)).hasToString("""
            Nothing to do: the one declared index is as declared.
            ACTION      COLLECTION  INDEX  DESCRIPTION
            undeclared  thing       old_1  old ascending; expires after 60 s\
            """);
    }

    @Test
    void undeclaredIndexesAreDroppedWhenAskedAfterTheRestIsBuilt() {
        server.having("{key: {old: 1}, name: 'old_1'}");
        assertThat(apply(UndeclaredIndexes.DROP, unnamed("{a: 1}", "{}")))
                .containsExactly("createIndexes a_1", "dropIndexes old_1");
        assertThat(server.names()).containsExactly("a_1");
    }

    @Test
    void collectionWhoseModelDeclaresNothingIsCleanedToo() {
        server.having("{key: {old: 1}, name: 'old_1'}");
        assertThat(declared().plan(server).undeclared())
                .containsExactly(new IndexPlan.Change("thing", "old_1", "old ascending"));
        assertThat(apply(UndeclaredIndexes.DROP)).containsExactly("dropIndexes old_1");
    }

    @Test
    void emptyPlanWithoutDeclarationsSaysSo() {
        assertThat(declared().plan(server)).hasToString("Nothing to do: no index is declared.");
    }

    @Test
    void timeToLiveIsChangedInPlace() {
        server.having("{key: {at: 1}, name: 'at_1', expireAfterSeconds: 3600}");
        Declaration declaration = unnamed("{at: 1}", "{expireAfterSeconds: 60}");
        assertThat(declared(declaration).plan(server).change())
                .containsExactly(
                        new IndexPlan.Change("thing", "at_1", "changed in place: expireAfterSeconds 3600 becomes 60"));
        assertThat(apply(declaration)).containsExactly("collMod {\"name\": \"at_1\", \"expireAfterSeconds\": 60}");
    }

    @Test
    void timeToLiveIsAddedInPlaceAndRemovedByRebuilding() {
        server.having("{key: {at: 1}, name: 'at_1'}");
        assertThat(apply(unnamed("{at: 1}", "{expireAfterSeconds: 60}")))
                .containsExactly("collMod {\"name\": \"at_1\", \"expireAfterSeconds\": 60}");
        assertThat(apply(unnamed("{at: 1}", "{}"))).containsExactly("dropIndexes at_1", "createIndexes at_1");
    }

    @Test
    void hidingIsChangedInPlaceBothWays() {
        server.having("{key: {a: 1}, name: 'a_1'}");
        assertThat(apply(unnamed("{a: 1}", "{hidden: true}")))
                .containsExactly("collMod {\"name\": \"a_1\", \"hidden\": true}");
        assertThat(apply(unnamed("{a: 1}", "{}"))).containsExactly("collMod {\"name\": \"a_1\", \"hidden\": false}");
    }

    @Test
    void serverWithoutCollModRebuilds() {
        server.lacksCollMod = true;
        server.having("{key: {at: 1}, name: 'at_1', expireAfterSeconds: 3600}");
        assertThat(apply(unnamed("{at: 1}", "{expireAfterSeconds: 60}")))
                .containsExactly(
                        "collMod {\"name\": \"at_1\", \"expireAfterSeconds\": 60}",
                        "dropIndexes at_1",
                        "createIndexes at_1");
    }

    @Test
    void indexBecomesUniqueInPlace() {
        server.having("{key: {email: 1}, name: 'email_1'}");
        assertThat(apply(unnamed("{email: 1}", "{unique: true}")))
                .containsExactly(
                        "collMod {\"name\": \"email_1\", \"prepareUnique\": true}",
                        "collMod {\"name\": \"email_1\", \"unique\": true}");
    }

    @Test
    void duplicatesLeaveTheIndexAsItWas() {
        server.having("{key: {email: 1}, name: 'email_1'}");
        server.failure = 359;
        server.fails =
                command -> command.getDocument("index", new BsonDocument()).containsKey("unique");
        DeclaredIndexes indexes = declared(unnamed("{email: 1}", "{unique: true}"));
        assertThatThrownBy(() -> indexes.apply(server, UndeclaredIndexes.KEEP))
                .isInstanceOfSatisfying(
                        DuplicateKeyException.class,
                        e -> assertThat(e.indexName()).isEqualTo("email_1"))
                .hasMessage(
                        "Stored documents of collection thing have equal keys in the unique index \"email_1\" that is"
                                + " declared, so it was not built: remove the duplicates and apply again");
        assertThat(server.commands)
                .containsExactly(
                        "listIndexes",
                        "collMod {\"name\": \"email_1\", \"prepareUnique\": true}",
                        "collMod {\"name\": \"email_1\", \"unique\": true}",
                        "collMod {\"name\": \"email_1\", \"prepareUnique\": false}");
        assertThat(server.indexes.get("email_1"))
                .isEqualTo(BsonDocument.parse("{v: 2, key: {email: 1}, name: 'email_1'}"));
    }

    @Test
    void serverWithoutCollModBuildsTheUniqueIndexBeside() {
        server.lacksCollMod = true;
        server.having("{key: {email: 1}, name: 'email_1'}");
        assertThat(apply(unnamed("{email: 1}", "{unique: true}")))
                .containsExactly(
                        "collMod {\"name\": \"email_1\", \"prepareUnique\": true}",
                        "createIndexes email_1_v2",
                        "dropIndexes email_1");
    }

    @Test
    void signatureChangesAreBuiltBesideFirst() {
        server.having("{key: {email: 1}, name: 'email_1', unique: true}");
        assertThat(declared(unnamed("{email: 1}", "{}")).plan(server)).hasToString("""
            ACTION  COLLECTION  INDEX    DESCRIPTION
            change  thing       email_1  built beside as "email_1_v2", then "email_1" dropped: unique removed\
            """);
        assertThat(apply(unnamed("{email: 1}", "{}")))
                .containsExactly("createIndexes email_1_v2", "dropIndexes email_1");
        assertThat(apply(unnamed("{email: 1}", "{sparse: true}")))
                .containsExactly("createIndexes email_1", "dropIndexes email_1_v2");
        assertThat(apply(unnamed("{email: 1}", "{partialFilterExpression: {active: true}}")))
                .containsExactly("createIndexes email_1_v2", "dropIndexes email_1");
        assertThat(apply(unnamed("{email: 1}", "{collation: {locale: 'fr'}}")))
                .containsExactly("createIndexes email_1", "dropIndexes email_1_v2");
    }

    @Test
    void otherKeysUnderOneNameAreBuiltBesideFirst() {
        server.having("{key: {a: 1, b: 1}, name: 'by'}");
        Declaration reordered = named("by", "{b: 1, a: 1}", "{}");
        assertThat(declared(reordered).plan(server).change())
                .containsExactly(new IndexPlan.Change(
                        "thing",
                        "by",
                        "built beside as \"by_v2\", then \"by\" dropped: a ascending, b ascending becomes b ascending,"
                                + " a ascending"));
        assertThat(apply(reordered)).containsExactly("createIndexes by_v2", "dropIndexes by");
    }

    @Test
    void otherOrderOfKeysWithoutANameIsANewIndex() {
        server.having("{key: {a: 1, b: 1}, name: 'a_1_b_1'}");
        assertThat(apply(unnamed("{b: 1, a: 1}", "{}"))).containsExactly("createIndexes b_1_a_1");
        assertThat(server.names()).containsExactly("a_1_b_1", "b_1_a_1");
    }

    @Test
    void textIndexIsDroppedBeforeItIsBuiltAgain() {
        server.having("{key: {title: 'text'}, name: 'title_text'}");
        assertThat(apply(unnamed("{title: 'text'}", "{weights: {title: 5}}")))
                .containsExactly("dropIndexes title_text", "createIndexes title_text");
    }

    @Test
    void failedRebuildBringsTheOldIndexBack() {
        server.having("{key: {title: 'text'}, name: 'title_text', weights: {title: 3}}");
        BsonDocument before =
                Objects.requireNonNull(server.indexes.get("title_text")).clone();
        server.failure = 67;
        boolean[] failed = {false};
        server.fails = command -> command.containsKey("createIndexes") && !failed[0] && (failed[0] = true);
        DeclaredIndexes indexes = declared(unnamed("{title: 'text'}", "{weights: {title: 5}}"));
        assertThatThrownBy(() -> indexes.apply(server, UndeclaredIndexes.KEEP))
                .isInstanceOf(MongoCommandException.class);
        assertThat(server.indexes).containsExactly(Map.entry("title_text", before));
    }

    @Test
    void failedBuildLeavesTheOldIndex() {
        server.having("{key: {email: 1}, name: 'email_1', partialFilterExpression: {a: 1}}");
        server.fails = command -> command.containsKey("createIndexes");
        DeclaredIndexes indexes = declared(unnamed("{email: 1}", "{unique: true}"));
        assertThatThrownBy(() -> indexes.apply(server, UndeclaredIndexes.DROP))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(server.names()).containsExactly("email_1");
        assertThat(server.commands).containsExactly("listIndexes", "createIndexes email_1_v2");
    }

    @Test
    void indexThatCannotBeBuiltDoesNotKeepTheOthersOut() {
        server.fails = command -> names(command).contains("b_1");
        DeclaredIndexes indexes =
                declared(unnamed("{a: 1}", "{}"), unnamed("{b: 1}", "{unique: true}"), unnamed("{c: 1}", "{}"));
        assertThatThrownBy(() -> indexes.apply(server, UndeclaredIndexes.KEEP))
                .isInstanceOfSatisfying(
                        DuplicateKeyException.class,
                        e -> assertThat(e.indexName()).isEqualTo("b_1"))
                .hasNoSuppressedExceptions();
        assertThat(server.names()).containsExactly("a_1", "c_1");
        assertThat(server.commands)
                .containsExactly(
                        "listIndexes",
                        "createIndexes a_1, b_1, c_1",
                        "createIndexes a_1",
                        "createIndexes b_1",
                        "createIndexes c_1");
    }

    @Test
    void eachStepStandsForItself() {
        server.having(
                "{key: {seen: 1}, name: 'seen_1', expireAfterSeconds: 60}",
                "{key: {email: 1}, name: 'email_1', sparse: true}",
                "{key: {title: 'text'}, name: 'title_text', weights: {title: 3}}",
                "{key: {old: 1}, name: 'old_1'}");
        server.failure = 67;
        server.fails =
                command -> command.containsKey("collMod") || names(command).contains("bad_1");
        DeclaredIndexes indexes = declared(
                unnamed("{seen: 1}", "{expireAfterSeconds: 120}"),
                unnamed("{bad: 1}", "{}"),
                unnamed("{email: 1}", "{}"),
                unnamed("{title: 'text'}", "{weights: {title: 5}}"));
        assertThatThrownBy(() -> indexes.apply(server, UndeclaredIndexes.DROP))
                .isInstanceOf(MongoCommandException.class)
                .satisfies(first -> assertThat(first.getSuppressed()).hasSize(1));
        assertThat(server.commands)
                .containsExactly(
                        "listIndexes",
                        "collMod {\"name\": \"seen_1\", \"expireAfterSeconds\": 120}",
                        "createIndexes bad_1, email_1_v2",
                        "createIndexes bad_1",
                        "createIndexes email_1_v2",
                        "dropIndexes email_1",
                        "dropIndexes title_text",
                        "createIndexes title_text");
        assertThat(server.names()).containsExactly("seen_1", "old_1", "email_1_v2", "title_text");
    }

    private static List<String> names(BsonDocument command) {
        return command.getArray("indexes", new BsonArray()).stream()
                .map(index -> index.asDocument().getString("name").getValue())
                .toList();
    }

    @Test
    void leftoverOfAReplacementThatWasCutShortIsDropped() {
        server.having("{key: {email: 1}, name: 'email_1'}", "{key: {email: 1}, name: 'email_1_v2', sparse: true}");
        assertThat(apply(unnamed("{email: 1}", "{sparse: true}"))).containsExactly("dropIndexes email_1");
    }

    @Test
    void declarationWithoutANameIsMetByAnyName() {
        server.having("{key: {a: 1}, name: 'made by hand'}");
        assertThat(apply(unnamed("{a: 1}", "{}"))).isEmpty();
    }

    @Test
    void keysOfAnUndeclaredIndexAreAConflictUntilItMayBeDropped() {
        server.having("{key: {at: 1}, name: 'by hand', expireAfterSeconds: 5}");
        Declaration declaration = named("by time", "{at: 1}", "{}");
        assertThatThrownBy(() -> declared(declaration).apply(server, UndeclaredIndexes.KEEP))
                .isInstanceOfSatisfying(
                        IndexConflictException.class,
                        e -> assertThat(e.conflicts())
                                .extracting(IndexPlan.Change::index)
                                .containsExactly("by time"))
                .hasMessage("""
                    1 index conflict, nothing was changed:
                      thing, index "by time": @Index on Thing: its keys belong to "by hand" on the server with \
                    different expireAfterSeconds, which is declared nowhere: declare it as it is, drop it, or apply \
                    with UndeclaredIndexes.DROP\
                    """);
        assertThat(server.commands).containsExactly("listIndexes");
        assertThat(apply(UndeclaredIndexes.DROP, declaration))
                .containsExactly("dropIndexes by hand", "createIndexes by time");
    }

    @Test
    void sameIndexUnderAnotherNameIsAConflictWhenANameWasGiven() {
        server.having("{key: {a: 1}, name: 'by hand'}");
        assertThat(declared(named("mine", "{a: 1}", "{}")).plan(server).conflicts())
                .containsExactly(new IndexPlan.Change(
                        "thing",
                        "mine",
                        "@Index on Thing: the server has it under the name \"by hand\", which is declared nowhere:"
                                + " declare it as it is, drop it, or apply with UndeclaredIndexes.DROP"));
        assertThat(apply(UndeclaredIndexes.DROP, named("mine", "{a: 1}", "{}")))
                .containsExactly("dropIndexes by hand", "createIndexes mine");
    }

    @Test
    void secondTextIndexIsAConflict() {
        server.having("{key: {body: 'text'}, name: 'by hand'}");
        assertThat(declared(unnamed("{title: 'text'}", "{}")).plan(server).conflicts())
                .extracting(IndexPlan.Change::description)
                .containsExactly(
                        "@Index on Thing: the collection has the text index \"by hand\", and there can be one, which"
                                + " is declared nowhere: declare it as it is, drop it, or apply with"
                                + " UndeclaredIndexes.DROP");
        assertThat(declared(unnamed("{title: 'text'}", "{}"), unnamed("{body: 'text'}", "{}"))
                        .plan(new FakeServer())
                        .conflicts())
                .extracting(IndexPlan.Change::description)
                .containsExactly(
                        "@Index on Thing and @Index on Thing both declare a text index, and a collection has one:"
                                + " put their keys into one index");
    }

    @Test
    void declarationsOfOneNameOrOneKeyConflict() {
        assertThat(declared(named("x", "{a: 1}", "{}"), named("x", "{b: 1}", "{}"))
                        .plan(server)
                        .conflicts())
                .containsExactly(new IndexPlan.Change(
                        "thing",
                        "x",
                        "@Index on Thing and @Index on Thing declare it with different keys: give one of them another"
                                + " name"));
        assertThat(declared(unnamed("{a: 1}", "{}"), unnamed("{a: 1}", "{unique: true}"))
                        .plan(server)
                        .conflicts())
                .containsExactly(new IndexPlan.Change(
                        "thing",
                        "a_1",
                        "@Index on Thing and @Index on Thing declare the same keys with different unique: leave one of"
                                + " them out"));
        assertThat(declared(named("x", "{a: 1}", "{}"), named("y", "{a: 1}", "{unique: true}"))
                        .plan(server)
                        .conflicts())
                .containsExactly(new IndexPlan.Change(
                        "thing",
                        "y",
                        "@Index on Thing and @Index on Thing declare the same keys with different unique: leave one of"
                                + " them out"));
        assertThat(declared(named("x", "{a: 1}", "{}"), named("y", "{a: 1}", "{}"))
                        .plan(server)
                        .conflicts())
                .containsExactly(new IndexPlan.Change(
                        "thing",
                        "y",
                        "the same index is declared by @Index on Thing as \"x\" and by @Index on Thing: leave one of"
                                + " the names out"));
    }

    @Test
    void equalDeclarationsAreOneAndKeepTheGivenName() {
        assertThat(apply(unnamed("{a: 1}", "{}"), named("mine", "{a: 1}", "{}"), unnamed("{a: 1}", "{}")))
                .containsExactly("createIndexes mine");
    }

    @Test
    void collationsOfOneKeyStandBesideEachOther() {
        assertThat(apply(named("fr", "{a: 1}", "{collation: {locale: 'fr'}}"), named("plain", "{a: 1}", "{}")))
                .containsExactly("createIndexes fr, plain");
    }

    /** A server takes both for one index, and would refuse to build the second beside the first. */
    @Test
    void aPartialFilterInAnotherOrderIsTheSame() {
        server.having("{key: {a: 1}, name: 'a_1', partialFilterExpression: {kind: {$in: ['Cat', 'Dog', 'Cat']},"
                + " $and: [{n: {$gt: 1, $lt: 9}}, {on: true}], $or: [{x: 1}, {y: {$in: [2]}}]}}");
        assertThat(apply(unnamed(
                        "{a: 1}",
                        "{partialFilterExpression: {$or: [{y: 2}, {x: {$eq: 1}}], on: {$eq: true},"
                                + " n: {$lt: 9, $gt: 1}, kind: {$in: ['Dog', 'Cat']}}}")))
                .isEmpty();
        for (String other : List.of(
                "{kind: {$in: ['Dog']}}",
                "{kind: {$in: ['Cat', 'Dog']}, on: false, n: {$gt: 1, $lt: 9}, $or: [{x: 1}, {y: 2}]}",
                "{kind: {$in: ['Cat', 'Dog']}, on: true, n: {$gt: 9, $lt: 1}, $or: [{x: 1}, {y: 2}]}",
                "{kind: {$in: ['Cat', 'Dog']}, on: true, n: {$gt: 1, $lt: 9}, $or: [{x: 1, y: 2}]}")) {
            assertThat(declared(unnamed("{a: 1}", "{partialFilterExpression: " + other + "}"))
                            .plan(server)
                            .change())
                    .as(other)
                    .hasSize(1);
        }
    }

    @Test
    void siblingsWithUniqueIndexesOfEqualKeysGetNamesWithTheirTags() {
        Declaration dog = new Declaration(
                "@Indexed on Dog.chip",
                null,
                List.of("Dog"),
                BsonDocument.parse("{chip: 1}"),
                BsonDocument.parse("{unique: true, partialFilterExpression: {_cls: 'Dog'}}"));
        Declaration cat = new Declaration(
                "@Indexed on Cat.chip",
                null,
                List.of("Cat"),
                BsonDocument.parse("{chip: 1}"),
                BsonDocument.parse("{unique: true, partialFilterExpression: {_cls: 'Cat'}}"));
        assertThat(apply(dog)).containsExactly("createIndexes chip_1");
        assertThat(apply(dog, cat)).containsExactly("createIndexes chip_1_Cat");
    }

    @Test
    void swappedNamesAreResolved() {
        server.having("{key: {a: 1}, name: 'x'}");
        assertThat(apply(named("x", "{b: 1}", "{}"), named("y", "{a: 1}", "{}")))
                .containsExactly("createIndexes x_v2", "dropIndexes x", "createIndexes y");
    }

    @Test
    void collectionWithACollationGivesItToItsIndexesButNotToText() {
        server.collation = BsonDocument.parse("{locale: 'en_US', strength: 2, version: '57.1'}");
        assertThat(apply(
                        unnamed("{a: 1}", "{}"),
                        unnamed("{b: 1}", "{collation: {locale: 'simple'}}"),
                        unnamed("{title: 'text'}", "{}")))
                .containsExactly("createIndexes a_1, b_1, title_text");
    }

    @Test
    void indexOnIdIsNeverTouched() {
        apply(UndeclaredIndexes.DROP);
        assertThat(server.commands).containsExactly("listIndexes");
    }

    @Test
    void indexThatSomebodyElseDroppedMeanwhileIsNoFailure() {
        server.having("{key: {old: 1}, name: 'old_1'}");
        server.failure = 27;
        server.fails = command -> command.containsKey("dropIndexes");
        declared().apply(server, UndeclaredIndexes.DROP);
        assertThat(server.commands).containsExactly("listIndexes", "dropIndexes old_1");
    }
}
