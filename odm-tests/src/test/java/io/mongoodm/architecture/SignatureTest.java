package io.mongoodm.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users see in signatures of exported packages. */
class SignatureTest {
    @Test
    void noExportedSignatureMentionsInternals() {
        assertThat(mentions(Library.ALL, type -> type.startsWith("io.mongoodm.internal")))
                .isEmpty();
    }

    @Test
    void testKitKeepsItsServersToItself() {
        assertThat(mentions(
                        Library.ALL,
                        type -> type.startsWith("de.bwaldvogel")
                                || type.startsWith("de.flapdoodle")
                                || type.startsWith("io.netty")
                                || type.startsWith("io.mongoodm.testkit.inprocess")))
                .isEmpty();
    }

    @Test
    void checkSeesAMention() {
        assertThat(mentions(Library.ALL, "io.mongoodm.Query"::equals)).anyMatch(it -> it.contains("Model.find()"));
    }

    private static List<String> mentions(JavaClasses classes, Predicate<String> forbidden) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            if (Library.isPublicApi(type)) {
                supertypes(type)
                        .filter(forbidden)
                        .forEach(name -> found.add(type.getName() + " has the supertype " + name));
                type.getMembers().stream()
                        .filter(SignatureTest::isSeen)
                        .forEach(member -> signature(member)
                                .filter(forbidden)
                                .forEach(name -> found.add(member.getFullName() + " mentions " + name)));
            }
        }
        return found;
    }

    private static boolean isSeen(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<String> supertypes(JavaClass type) {
        Stream<JavaType> above = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        return above.flatMap(SignatureTest::names);
    }

    private static Stream<String> signature(JavaMember member) {
        return switch (member) {
            case JavaField field -> names(field.getType());
            case JavaCodeUnit method ->
                Stream.of(
                                names(method.getReturnType()),
                                method.getParameterTypes().stream().flatMap(SignatureTest::names),
                                method.getExceptionTypes().stream().map(JavaClass::getName))
                        .flatMap(types -> types);
            default -> throw new AssertionError(member);
        };
    }

    /** The erasures of a type and of all its arguments. */
    private static Stream<String> names(JavaType type) {
        return type.getAllInvolvedRawTypes().stream()
                .map(JavaClass::getBaseComponentType)
                .map(JavaClass::getName);
    }
}
