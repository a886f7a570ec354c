package io.mongoodm.internal.mapping;

import static org.objectweb.asm.Opcodes.*;

import io.mongoodm.annotation.Aliases;
import io.mongoodm.annotation.Default;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonExtraElements;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.Type;
import org.objectweb.asm.TypeReference;

/** A record that no source declares, and documents for it. It is compiled into a class loader of its own. */
final class RandomModel {
    private static final List<String> NAMES = List.of(
            "id",
            "a",
            "ab",
            "seven__",
            "eightone",
            "nine_nine",
            "fifteenLetters1",
            "sixteenLetters16",
            "seventeenLetters7",
            "aNameThatIsLongerThanThirtyTwoCharacters",
            "aNameThatIsLongerThanThirtyTwoCharacterX",
            "ümläut",
            "b",
            "c");

    /** A component: whether it is declared nullable and what it is called in documents. */
    private record Part(
            String name, String stored, List<String> aliases, RandomType type, boolean nullable, boolean zero) {}

    private final List<Part> parts = new ArrayList<>();
    private final boolean extra;
    private final Class<?> type;

    /** Makes a record of random components. */
    RandomModel(Random random, String name, List<RandomType> records, Loader loader) {
        List<String> names = new ArrayList<>(NAMES);
        Collections.shuffle(names, random);
        for (String each : names.subList(0, 1 + random.nextInt(names.size() - 1))) {
            RandomType of = RandomType.any(random, 3, records);
            boolean renamed = random.nextInt(5) == 0;
            List<String> aliases = random.nextInt(5) == 0 ? List.of("old_" + each, "older_" + each) : List.of();
            String stored = renamed ? "r" + each : each.equals("id") ? "_id" : each;
            boolean zero = of.descriptor().equals("I") && random.nextInt(3) == 0;
            parts.add(new Part(each, stored, aliases, of, random.nextBoolean(), zero));
        }
        this.extra = random.nextInt(3) == 0;
        this.type = loader.define(bytes(name, random.nextBoolean()));
    }

    private RandomModel(String name, List<Part> parts) {
        this.parts.addAll(parts);
        this.extra = false;
        this.type = new Loader().define(bytes(name, false));
    }

    /** Makes a record of one component c of type String, in a package without annotations. */
    static RandomModel ofText(String name) {
        RandomType type = new RandomType("Ljava/lang/String;", "Ljava/lang/String;", true, RandomValues::text);
        return new RandomModel(name, List.of(new Part("c", "c", List.of(), type, false, false)));
    }

    /** Makes a record of so many components c0, c1, ... of type int. */
    static RandomModel ofInts(String name, int count) {
        RandomType type = new RandomType("I", "I", true, random -> new BsonInt32(random.nextInt()));
        return new RandomModel(
                name,
                IntStream.range(0, count)
                        .mapToObj(i -> new Part("c" + i, "c" + i, List.of(), type, false, false))
                        .toList());
    }

    /** Returns the record. */
    Class<?> type() {
        return type;
    }

    /** Where the records of one run are, because they hold each other. */
    static final class Loader extends ClassLoader {
        Loader() {
            super(RandomModel.class.getClassLoader());
        }

        Class<?> define(byte[] file) {
            return defineClass(null, file, 0, file.length);
        }
    }

    /** Returns a document that fits, or nearly fits. */
    BsonDocument document(Random random) {
        List<Part> order = new ArrayList<>(parts);
        if (random.nextInt(3) == 0) {
            Collections.shuffle(order, random);
        }
        boolean spoiled = random.nextInt(3) == 0;
        BsonDocument document = new BsonDocument();
        for (Part part : order) {
            if (random.nextInt(spoiled ? 8 : 60) > 0) {
                document.put(part.stored(), value(part, spoiled, random));
            }
            for (String alias : part.aliases()) {
                if (random.nextInt(3) == 0) {
                    document.put(alias, value(part, spoiled, random));
                }
            }
            if (random.nextInt(spoiled ? 8 : 40) == 0) {
                document.put("unknown" + random.nextInt(3), RandomValues.any(random));
            }
        }
        return document;
    }

    private static BsonValue value(Part part, boolean spoiled, Random random) {
        if (spoiled && random.nextInt(8) == 0) {
            return random.nextBoolean() ? BsonNull.VALUE : RandomValues.any(random);
        }
        return part.type().fitting().apply(random);
    }

    /** Returns the class file of such a record under a name, in a marked scope of its own or in none. */
    byte[] bytes(String name, boolean marked) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        writer.visit(V21, ACC_FINAL | ACC_SUPER, name, null, "java/lang/Record", null);
        if (marked) {
            writer.visitAnnotation(NullMarked.class.descriptorString(), true).visitEnd();
        }
        List<Part> all = new ArrayList<>(parts);
        if (extra) {
            RandomType document = new RandomType(
                    Document.class.descriptorString(),
                    Document.class.descriptorString(),
                    false,
                    RandomValues::document);
            all.add(new Part("rest", "rest", List.of(), document, false, false));
        }
        for (Part part : all) {
            String signature = part.type().signature();
            writer.visitField(ACC_PRIVATE | ACC_FINAL, part.name(), part.type().descriptor(), signature, null)
                    .visitEnd();
            RecordComponentVisitor component =
                    writer.visitRecordComponent(part.name(), part.type().descriptor(), signature);
            annotate(component, part);
            component.visitEnd();
            accessor(writer, name, part);
        }
        constructor(writer, name, all);
        objectMethod(writer, name, all, "equals", "(Ljava/lang/Object;)Z", IRETURN);
        objectMethod(writer, name, all, "hashCode", "()I", IRETURN);
        objectMethod(writer, name, all, "toString", "()Ljava/lang/String;", ARETURN);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void annotate(RecordComponentVisitor component, Part part) {
        if (part.nullable() && part.type().descriptor().startsWith("L")) {
            component
                    .visitTypeAnnotation(
                            TypeReference.newTypeReference(TypeReference.FIELD).getValue(),
                            null,
                            Nullable.class.descriptorString(),
                            true)
                    .visitEnd();
        }
        if (!part.stored().equals(part.name()) && !part.stored().equals("_id")) {
            AnnotationVisitor property = component.visitAnnotation(BsonProperty.class.descriptorString(), true);
            property.visit("value", part.stored());
            property.visitEnd();
        }
        if (part.name().equals("rest")) {
            component
                    .visitAnnotation(BsonExtraElements.class.descriptorString(), true)
                    .visitEnd();
        }
        if (part.zero()) {
            AnnotationVisitor value = component.visitAnnotation(Default.class.descriptorString(), true);
            value.visit("value", "7");
            value.visitEnd();
        }
        if (!part.aliases().isEmpty()) {
            AnnotationVisitor names = component.visitAnnotation(Aliases.class.descriptorString(), true);
            AnnotationVisitor array = names.visitArray("value");
            part.aliases().forEach(alias -> array.visit(null, alias));
            array.visitEnd();
            names.visitEnd();
        }
    }

    private static void accessor(ClassWriter writer, String name, Part part) {
        MethodVisitor m = writer.visitMethod(
                ACC_PUBLIC,
                part.name(),
                "()" + part.type().descriptor(),
                "()" + part.type().signature(),
                null);
        m.visitCode();
        m.visitVarInsn(ALOAD, 0);
        m.visitFieldInsn(GETFIELD, name, part.name(), part.type().descriptor());
        m.visitInsn(Type.getType(part.type().descriptor()).getOpcode(IRETURN));
        m.visitMaxs(0, 0);
        m.visitEnd();
    }

    private static void constructor(ClassWriter writer, String name, List<Part> parts) {
        String types = parts.stream().map(part -> part.type().descriptor()).collect(Collectors.joining());
        MethodVisitor m = writer.visitMethod(0, ConstantDescs.INIT_NAME, "(" + types + ")V", null, null);
        m.visitCode();
        m.visitVarInsn(ALOAD, 0);
        m.visitMethodInsn(INVOKESPECIAL, "java/lang/Record", ConstantDescs.INIT_NAME, "()V", false);
        int local = 1;
        for (Part part : parts) {
            Type of = Type.getType(part.type().descriptor());
            m.visitVarInsn(ALOAD, 0);
            m.visitVarInsn(of.getOpcode(ILOAD), local);
            m.visitFieldInsn(PUTFIELD, name, part.name(), of.getDescriptor());
            local += of.getSize();
        }
        m.visitInsn(RETURN);
        m.visitMaxs(0, 0);
        m.visitEnd();
    }

    private static void objectMethod(
            ClassWriter writer, String name, List<Part> parts, String method, String descriptor, int opcode) {
        MethodVisitor m = writer.visitMethod(ACC_PUBLIC | ACC_FINAL, method, descriptor, null, null);
        m.visitCode();
        m.visitVarInsn(ALOAD, 0);
        if (method.equals("equals")) {
            m.visitVarInsn(ALOAD, 1);
        }
        List<Object> arguments = new ArrayList<>();
        arguments.add(Type.getObjectType(name));
        arguments.add(parts.stream().map(Part::name).collect(Collectors.joining(";")));
        parts.forEach(part -> arguments.add(
                new Handle(H_GETFIELD, name, part.name(), part.type().descriptor(), false)));
        m.visitInvokeDynamicInsn(method, descriptor.replace("(", "(L" + name + ";"), bootstrap(), arguments.toArray());
        m.visitInsn(opcode);
        m.visitMaxs(0, 0);
        m.visitEnd();
    }

    private static Handle bootstrap() {
        return new Handle(
                H_INVOKESTATIC,
                "java/lang/runtime/ObjectMethods",
                "bootstrap",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/TypeDescriptor;"
                        + "Ljava/lang/Class;Ljava/lang/String;[Ljava/lang/invoke/MethodHandle;)Ljava/lang/Object;",
                false);
    }
}
