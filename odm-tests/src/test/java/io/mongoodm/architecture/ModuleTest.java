package io.mongoodm.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import io.mongoodm.Odm;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.vthreads.AsyncOdm;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import modular.Bookshelf;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;

/** The descriptors of the library's modules, read, and used by a program that is a named module too. */
class ModuleTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void apiExportsItsThreePackagesAndOneDoorToTheFacade() {
        assertThat(descriptor(Odm.class, "io.mongoodm.api").exports())
                .extracting(Exports::source, Exports::targets)
                .containsExactlyInAnyOrder(
                        tuple("io.mongoodm", Set.of()),
                        tuple("io.mongoodm.annotation", Set.of()),
                        tuple("io.mongoodm.query", Set.of()),
                        tuple("io.mongoodm.internal.execution", Set.of("io.mongoodm.vthreads")));
    }

    @Test
    void facadeExportsItsPackage() {
        ModuleDescriptor facade = descriptor(AsyncOdm.class, "io.mongoodm.vthreads");

        assertThat(facade.exports()).extracting(Exports::source).containsExactly("io.mongoodm.vthreads");
        assertThat(facade.requires())
                .anyMatch(it -> it.name().equals("io.mongoodm.api")
                        && it.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE));
    }

    @Test
    void programInANamedModuleMapsItsOwnRecords() throws Exception {
        try (EmbeddedMongo mongo = EmbeddedMongo.start()) {
            assertThat(titles(mongo.uri(), true))
                    .isEqualTo(List.of("Kim", "io.mongoodm.vthreads", "io.mongoodm.api", "modular"));
        }
    }

    @Test
    void packageThatIsNotOpenedIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> titles("mongodb://127.0.0.1:1/closed", false))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .hasMessageContaining("opens modular to io.mongoodm.api");
    }

    /** Runs the program in a layer of its own, which sees the library and the driver as modules and no class path. */
    private Object titles(String uri, boolean opened) throws Exception {
        ModuleFinder modules = ModuleFinder.of(
                program(opened),
                Library.path(Odm.class),
                Library.path(AsyncOdm.class),
                Library.path(MongoClient.class),
                Library.path(ConnectionString.class),
                Library.path(BsonDocument.class),
                Library.path(ClassReader.class));
        Configuration configuration =
                ModuleLayer.boot().configuration().resolve(modules, ModuleFinder.of(), Set.of("modular"));
        ModuleLayer layer =
                ModuleLayer.boot().defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
        return layer.findLoader("modular")
                .loadClass(Bookshelf.class.getName())
                .getMethod("titles", String.class)
                .invoke(null, uri);
    }

    private Path program(boolean opened) throws IOException {
        Path compiled = Library.path(Bookshelf.class).resolve("modular");
        Path copies = Files.createDirectories(folder.resolve("modular"));
        try (Stream<Path> classes = Files.list(compiled)) {
            for (Path file : classes.toList()) {
                Files.copy(file, copies.resolve(file.getFileName()));
            }
        }
        Files.write(folder.resolve("module-info.class"), programDescriptor(opened));
        return folder;
    }

    private static byte[] programDescriptor(boolean opened) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V21, Opcodes.ACC_MODULE, "module-info", null, null, null);
        ModuleVisitor module = writer.visitModule("modular", 0, null);
        module.visitRequire("java.base", Opcodes.ACC_MANDATED, null);
        module.visitRequire("io.mongoodm.api", 0, null);
        module.visitRequire("io.mongoodm.vthreads", 0, null);
        module.visitExport("modular", 0);
        if (opened) {
            module.visitOpen("modular", 0, "io.mongoodm.api");
        }
        module.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static ModuleDescriptor descriptor(Class<?> type, String name) {
        return ModuleFinder.of(Library.path(type)).find(name).orElseThrow().descriptor();
    }
}
