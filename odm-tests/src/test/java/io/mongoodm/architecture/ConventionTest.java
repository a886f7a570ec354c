package io.mongoodm.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What holds in every file. */
class ConventionTest {
    @Test
    void everyPackageIsNullMarked() {
        assertThat(Library.ALL.stream().map(JavaClass::getPackage).distinct())
                .allMatch(it -> it.isAnnotatedWith(NullMarked.class), "is @NullMarked");
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .check(Library.ALL);
    }

    /** On Java 21 it would pin the carrier of a virtual thread that waits for a server. */
    @Test
    void noMethodIsSynchronized() {
        noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(Library.MODULES);
    }

    @Test
    void noMethodHasASynchronizedBlock() {
        assertThat(Bytecode.methods(Library.MODULES).filter(Bytecode.Method::locks))
                .isEmpty();
    }

    @Test
    void onlyTheTestKitPrints() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(Library.MODULES);
    }
}
