package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.objectweb.asm.Opcodes.ACC_ABSTRACT;
import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.ACC_MANDATED;
import static org.objectweb.asm.Opcodes.ACC_MODULE;
import static org.objectweb.asm.Opcodes.ACC_OPEN;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.V21;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ModuleVisitor;

/** Records in a module that says what null means, and in packages of it that say nothing, or otherwise. */
class ModuleScopesTest {
    private static final String MODULE = "scoped";

    @TempDir
    Path directory;

    @Test
    void markedModuleMarksItsPackages() throws Exception {
        ClassLoader loader = loader(NullMarked.class);
        assertThat(isNullable(loader, "plain.Text")).isFalse();
    }

    @Test
    void packageAndClassGoBeforeTheModule() throws Exception {
        ClassLoader loader = loader(NullMarked.class);
        assertThat(isNullable(loader, "unmarked.Text")).isTrue();
        assertThat(isNullable(loader, "unmarked.Marked")).isFalse();
    }

    @Test
    void moduleThatSaysNothingMarksNothing() throws Exception {
        ClassLoader loader = loader(null);
        assertThat(isNullable(loader, "plain.Text")).isTrue();
        assertThat(isNullable(loader, "marked.Text")).isFalse();
    }

    private static boolean isNullable(ClassLoader loader, String record) throws ClassNotFoundException {
        Class<?> type = loader.loadClass(record);
        assertThat(type.getModule().getName()).isEqualTo(MODULE);
        return Mappings.of(type).row(type).component("c").orElseThrow().isNullable();
    }

    private ClassLoader loader(@Nullable Class<? extends Annotation> scope) throws IOException {
        RandomModel text = RandomModel.ofText("plain/Text");
        store("module-info", moduleInfo(scope));
        store("plain/Text", text.bytes("plain/Text", false));
        store("unmarked/Text", text.bytes("unmarked/Text", false));
        store("unmarked/Marked", text.bytes("unmarked/Marked", true));
        store("unmarked/package-info", packageInfo("unmarked", NullUnmarked.class));
        store("marked/Text", text.bytes("marked/Text", false));
        store("marked/package-info", packageInfo("marked", NullMarked.class));
        Configuration configuration = Configuration.resolve(
                ModuleFinder.of(directory),
                List.of(ModuleLayer.boot().configuration()),
                ModuleFinder.of(),
                Set.of(MODULE));
        return ModuleLayer.defineModulesWithOneLoader(
                        configuration, List.of(ModuleLayer.boot()), ModuleScopesTest.class.getClassLoader())
                .layer()
                .findLoader(MODULE);
    }

    private void store(String name, byte[] file) throws IOException {
        Path target = directory.resolve(name + ".class");
        Files.createDirectories(target.getParent());
        Files.write(target, file);
    }

    private static byte[] moduleInfo(@Nullable Class<? extends Annotation> scope) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(V21, ACC_MODULE, "module-info", null, null, null);
        ModuleVisitor module = writer.visitModule(MODULE, ACC_OPEN, null);
        module.visitRequire("java.base", ACC_MANDATED, null);
        module.visitEnd();
        if (scope != null) {
            writer.visitAnnotation(scope.descriptorString(), true).visitEnd();
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static byte[] packageInfo(String name, Class<? extends Annotation> scope) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(
                V21,
                ACC_INTERFACE | ACC_ABSTRACT | ACC_SYNTHETIC,
                name + "/package-info",
                null,
                "java/lang/Object",
                null);
        writer.visitAnnotation(scope.descriptorString(), true).visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
