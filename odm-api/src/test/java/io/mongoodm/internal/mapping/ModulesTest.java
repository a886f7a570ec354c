package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import io.mongoodm.InvalidModelException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonBinaryReader;
import org.bson.BsonDocument;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import shop.Goods;
import shop.Label;

/** Records in a named module of their own, which opens, exports or hides its package. */
class ModulesTest {
    private static final BsonDocument STORED = BsonDocument.parse("{_id: 1, boxes: [{label: 'a'}]}");

    @Test
    void codeIsGeneratedInAnOpenPackage() {
        Class<?> goods = load(ModuleDescriptor.newModule("shop").opens("shop"));
        Mapping mapping = parse(goods, null);
        assertThat(generated(mapping, goods)).isNotNull();
        assertThat(read(mapping, goods)).hasToString("Goods[id=1, boxes=[Box[label=a]]]");
    }

    @Test
    void closedPackageIsRefusedWithTheRemedies() {
        Class<?> goods = load(ModuleDescriptor.newModule("shop").packages(Set.of("shop")));
        boolean named = Mapping.class.getModule().isNamed();
        String remedy = ", which is not open to this library: add \"opens shop" + (named ? " to io.mongoodm.api" : "")
                + ";\" to its module-info, or give the builder a lookup of that module";
        assertThatThrownBy(() -> parse(goods, null))
                .isExactlyInstanceOf(InvalidModelException.class)
                .hasMessage("2 problems with the models:\n- Record Goods is in package shop of module shop" + remedy
                        + "\n- Record Box is in package shop of module shop" + remedy);
    }

    @Test
    void lookupOfTheUsersReachesAClosedPackage() throws ReflectiveOperationException {
        // The layer opens the package to this test alone, which stands for code of the module that hands out its
        // lookup.
        ModuleLayer.Controller layer = layer(ModuleDescriptor.newModule("shop").packages(Set.of("shop")));
        Module module = layer.layer().findModule("shop").orElseThrow();
        Class<?> goods = layer.layer().findLoader("shop").loadClass(Goods.class.getName());
        ModulesTest.class.getModule().addReads(module);
        layer.addOpens(module, "shop", ModulesTest.class.getModule());
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(goods, MethodHandles.lookup());
        assertThat(read(parse(goods, lookup), goods)).hasToString("Goods[id=1, boxes=[Box[label=a]]]");
    }

    @Test
    void publicRecordsOfAnExportedPackageAreServedWithoutCode() {
        Class<?> label = load(ModuleDescriptor.newModule("shop").exports("shop"), Label.class);
        Mapping mapping = parse(label, null);
        assertThat(generated(mapping, label)).isNull();
        assertThat(read(mapping, label, BsonDocument.parse("{_id: 1, text: 'a'}")))
                .hasToString("Label[id=1, text=a]");
    }

    @Test
    void hiddenRecordsOfAnExportedPackageAreRefused() {
        Class<?> goods = load(ModuleDescriptor.newModule("shop").exports("shop"));
        assertThatThrownBy(() -> parse(goods, null))
                .isExactlyInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith("Record Box is in package shop of module shop, which is not open");
    }

    private static Mapping parse(Class<?> model, MethodHandles.@Nullable Lookup lookup) {
        Problems problems = new Problems();
        Mapping mapping = Mapping.of(List.of(model), MongoClientSettings.getDefaultCodecRegistry(), lookup, problems);
        problems.throwIfAny();
        return mapping;
    }

    private static @Nullable RecordBytes generated(Mapping mapping, Class<?> record) {
        return ((ParsedRecord<?>) mapping.row(record)).generated(Set.of());
    }

    private static Object read(Mapping mapping, Class<?> type) {
        return read(mapping, type, STORED);
    }

    private static Object read(Mapping mapping, Class<?> type, BsonDocument stored) {
        Codec<?> codec = mapping.registry().get(type);
        return codec.decode(
                new BsonBinaryReader(ByteBuffer.wrap(Paths.bytes(stored))),
                DecoderContext.builder().build());
    }

    private static Class<?> load(ModuleDescriptor.Builder shop) {
        return load(shop, Goods.class);
    }

    private static Class<?> load(ModuleDescriptor.Builder shop, Class<?> original) {
        try {
            return layer(shop).layer().findLoader("shop").loadClass(original.getName());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ModuleLayer.Controller layer(ModuleDescriptor.Builder shop) {
        ModuleFinder finder = new ShopFinder(shop.build());
        Configuration configuration = Configuration.resolve(
                finder, List.of(ModuleLayer.boot().configuration()), ModuleFinder.of(), Set.of("shop"));
        return ModuleLayer.defineModulesWithOneLoader(
                configuration, List.of(ModuleLayer.boot()), ModulesTest.class.getClassLoader());
    }

    /** Finds the one module, whose classes are those of this test's own copy of the package. */
    private record ShopFinder(ModuleDescriptor descriptor) implements ModuleFinder {
        @Override
        public Optional<ModuleReference> find(String name) {
            return name.equals("shop") ? Optional.of(reference()) : Optional.empty();
        }

        @Override
        public Set<ModuleReference> findAll() {
            return Set.of(reference());
        }

        private ModuleReference reference() {
            return new ModuleReference(descriptor, null) {
                @Override
                public ModuleReader open() {
                    return new ClassPathReader();
                }
            };
        }
    }

    private static final class ClassPathReader implements ModuleReader {
        @Override
        public Optional<URI> find(String name) {
            URL resource = ModulesTest.class.getClassLoader().getResource(name);
            return resource == null ? Optional.empty() : Optional.of(URI.create(resource.toString()));
        }

        @Override
        public Optional<InputStream> open(String name) throws IOException {
            return Optional.of(
                    Objects.requireNonNull(ModulesTest.class.getClassLoader().getResourceAsStream(name), name));
        }

        @Override
        public Stream<String> list() {
            return Stream.empty();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
