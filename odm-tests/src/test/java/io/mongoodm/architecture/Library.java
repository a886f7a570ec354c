package io.mongoodm.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import io.mongoodm.Odm;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.vthreads.AsyncOdm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.jar.JarFile;

/** The compiled classes of the three modules, without tests: folders while the build runs, jars after packaging. */
final class Library {
    static final JavaClasses ALL = imported(Odm.class, AsyncOdm.class, EmbeddedMongo.class);
    static final JavaClasses MODULES = ALL.that(not(resideInAPackage("io.mongoodm.testkit..")));

    private static final Set<String> EXPORTED = Set.of(
            "io.mongoodm",
            "io.mongoodm.annotation",
            "io.mongoodm.query",
            "io.mongoodm.vthreads",
            "io.mongoodm.testkit");

    private Library() {}

    /** Whether users can name the class: public, and nested in nothing that is not, in an exported package. */
    static boolean isPublicApi(JavaClass type) {
        return EXPORTED.contains(type.getPackageName())
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(Library::isPublicApi).orElse(true);
    }

    /** Returns where the module of a class lies. */
    static URI location(Class<?> type) {
        try {
            return type.getProtectionDomain().getCodeSource().getLocation().toURI();
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static Path path(Class<?> type) {
        return Path.of(location(type));
    }

    private static JavaClasses imported(Class<?>... modules) {
        return new ClassFileImporter()
                .importLocations(Arrays.stream(modules)
                        .map(module -> imported(path(module)))
                        .toList());
    }

    private static Location imported(Path module) {
        try {
            return Files.isDirectory(module) ? Location.of(module) : Location.of(new JarFile(module.toFile()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
