package io.mongoodm.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import io.mongoodm.ActiveRecord;
import io.mongoodm.IndexPlan;
import io.mongoodm.Odm;
import io.mongoodm.OdmCodecs;
import io.mongoodm.OdmException;
import io.mongoodm.Ref;
import io.mongoodm.UndeclaredIndexes;
import io.mongoodm.internal.mapping.Identity;
import org.junit.jupiter.api.Test;

/** The directions of dependency: each test says what a package may know of ours. */
class DependencyTest {
    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("io.mongoodm..");
    private static final DescribedPredicate<JavaClass> EXCEPTIONS = assignableTo(OdmException.class);
    private static final DescribedPredicate<JavaClass> REFS = belongToAnyOf(Ref.class);

    @Test
    void annotationsKnowNothingOfOurs() {
        mayKnow("io.mongoodm.annotation", resideInAPackage("io.mongoodm.annotation"));
    }

    @Test
    void queryKnowsExceptionsAlone() {
        mayKnow("io.mongoodm.query", resideInAPackage("io.mongoodm.query").or(EXCEPTIONS));
    }

    @Test
    void mappingKnowsAnnotationsQueryRefsAndExceptions() {
        mayKnow(
                "io.mongoodm.internal.mapping",
                resideInAnyPackage("io.mongoodm.internal.mapping", "io.mongoodm.annotation", "io.mongoodm.query")
                        .or(EXCEPTIONS)
                        .or(REFS));
    }

    @Test
    void validationKnowsMapping() {
        mayKnow("io.mongoodm.internal.validation", aboveMapping("io.mongoodm.internal.validation"));
    }

    @Test
    void relationsKnowMapping() {
        mayKnow("io.mongoodm.internal.relations", aboveMapping("io.mongoodm.internal.relations"));
    }

    @Test
    void indexesKnowMappingAndThePlan() {
        mayKnow(
                "io.mongoodm.internal.indexes",
                aboveMapping("io.mongoodm.internal.indexes")
                        .or(belongToAnyOf(IndexPlan.class, IndexPlan.Change.class, UndeclaredIndexes.class)));
    }

    @Test
    void rootReachesExecutionFromItsDoorsAlone() {
        noClasses()
                .that(resideInAPackage("io.mongoodm"))
                .and(not(belongToAnyOf(Odm.class, ActiveRecord.class)))
                .should()
                .dependOnClassesThat(resideInAPackage("io.mongoodm.internal.execution"))
                .check(Library.MODULES);
    }

    @Test
    void rootReachesMappingFromRefAndBareCodecsAlone() {
        noClasses()
                .that(resideInAPackage("io.mongoodm"))
                .and(not(belongToAnyOf(OdmCodecs.class)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.mongoodm.internal.mapping",
                                "io.mongoodm.internal.validation",
                                "io.mongoodm.internal.indexes",
                                "io.mongoodm.internal.relations")
                        .and(not(belongToAnyOf(Identity.class))))
                .check(Library.MODULES);
    }

    @Test
    void asyncFacadeKnowsWhatIsExportedAndTheDoorOfExecution() {
        mayKnow(
                "io.mongoodm.vthreads..",
                resideInAnyPackage(
                        "io.mongoodm",
                        "io.mongoodm.annotation",
                        "io.mongoodm.query",
                        "io.mongoodm.vthreads",
                        "io.mongoodm.internal.execution"));
    }

    @Test
    void nothingKnowsTheTestKit() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.mongoodm.testkit.."))
                .check(Library.MODULES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.mongoodm.(**)").should().beFreeOfCycles().check(Library.ALL);
    }

    @Test
    void libraryLogsThroughTheJdkAndUsesNoFramework() {
        noClasses()
                .should()
                .dependOnClassesThat(not(resideInAnyPackage(
                        "io.mongoodm..",
                        "java..",
                        "com.mongodb..",
                        "org.bson..",
                        "org.jspecify..",
                        "org.objectweb.asm..")))
                .check(Library.MODULES);
    }

    private static DescribedPredicate<JavaClass> aboveMapping(String itself) {
        return resideInAnyPackage(itself, "io.mongoodm.internal.mapping", "io.mongoodm.annotation", "io.mongoodm.query")
                .or(EXCEPTIONS)
                .or(REFS);
    }

    private static void mayKnow(String itself, DescribedPredicate<JavaClass> known) {
        noClasses()
                .that(resideInAPackage(itself))
                .should()
                .dependOnClassesThat(OURS.and(not(known)))
                .check(Library.MODULES);
    }
}
