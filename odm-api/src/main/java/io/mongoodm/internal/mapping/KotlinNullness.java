package io.mongoodm.internal.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Reads the nullness of a Kotlin record. Its compiler writes it as annotations on the fields that are kept in the class
 * file and invisible to reflection, so the class file itself is read, once, when the model is parsed.
 */
final class KotlinNullness extends ClassVisitor {
    private static final Map<String, Nullness> ANNOTATIONS = Map.of(
            "Lorg/jetbrains/annotations/Nullable;", Nullness.NULLABLE,
            "Lorg/jetbrains/annotations/NotNull;", Nullness.NON_NULL);

    private final Map<String, Nullness> found = new HashMap<>();

    private KotlinNullness() {
        super(Opcodes.ASM9);
    }

    /** Returns the nullness of each component; unspecified where the class file says nothing or cannot be had. */
    static Map<String, Nullness> read(Class<?> record) {
        KotlinNullness visitor = new KotlinNullness();
        for (RecordComponent component : record.getRecordComponents()) {
            boolean primitive = component.getType().isPrimitive();
            visitor.found.put(component.getName(), primitive ? Nullness.NON_NULL : Nullness.UNSPECIFIED);
        }
        String file = record.getName().substring(record.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream bytes = record.getResourceAsStream(file)) {
            if (bytes != null) {
                new ClassReader(bytes).accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The class file of " + record.getName() + " cannot be read", e);
        }
        return visitor.found;
    }

    @Override
    public FieldVisitor visitField(
            int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
        return new FieldVisitor(Opcodes.ASM9) {
            @Override
            public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                Nullness nullness = ANNOTATIONS.get(annotation);
                if (nullness != null) {
                    found.replace(name, nullness);
                }
                return null;
            }
        };
    }
}
