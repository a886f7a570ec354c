package io.mongoodm.queries;

import io.mongoodm.queries.RandomModel.Kind;
import io.mongoodm.queries.RandomModel.Part;
import java.lang.invoke.MethodHandles;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Makes the classes of random models: what a compiler makes of their records, as far as mapping reads it. */
final class RandomClasses implements Opcodes {
    private static final String PACKAGE = RandomClasses.class.getPackageName().replace('.', '/') + "/";

    /** Makes a sealed interface that permits records of these names. */
    Class<?> sealed(String name, List<String> permitted) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(V21, ACC_INTERFACE | ACC_ABSTRACT, PACKAGE + name, null, "java/lang/Object", null);
        permitted.forEach(each -> writer.visitPermittedSubclass(PACKAGE + each));
        return defined(writer);
    }

    /** Makes a record whose constructor keeps its arguments. */
    Class<?> record(String name, List<Part> parts, @Nullable String implemented) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        String type = PACKAGE + name;
        String[] interfaces = implemented == null ? null : new String[] {PACKAGE + implemented};
        writer.visit(V21, ACC_FINAL | ACC_SUPER, type, null, "java/lang/Record", interfaces);
        StringBuilder arguments = new StringBuilder("(");
        for (Part part : parts) {
            String descriptor = descriptor(part.kind());
            String signature = signature(part.kind());
            arguments.append(descriptor);
            writer.visitRecordComponent(part.component(), descriptor, signature).visitEnd();
            FieldVisitor field =
                    writer.visitField(ACC_PRIVATE | ACC_FINAL, part.component(), descriptor, signature, null);
            renamed(part, field.visitAnnotation(Type.getDescriptor(BsonProperty.class), true));
            field.visitEnd();
            accessor(writer, type, part);
        }
        constructor(writer, type, parts, arguments.append(")V").toString());
        return defined(writer);
    }

    private static void renamed(Part part, AnnotationVisitor annotation) {
        annotation.visit("value", part.name());
        annotation.visitEnd();
    }

    private static void accessor(ClassWriter writer, String type, Part part) {
        String descriptor = descriptor(part.kind());
        MethodVisitor method = writer.visitMethod(
                ACC_PUBLIC, part.component(), "()" + descriptor, "()" + signature(part.kind()), null);
        method.visitCode();
        method.visitVarInsn(ALOAD, 0);
        method.visitFieldInsn(GETFIELD, type, part.component(), descriptor);
        method.visitInsn(Type.getType(descriptor).getOpcode(IRETURN));
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private static void constructor(ClassWriter writer, String type, List<Part> parts, String arguments) {
        MethodVisitor method = writer.visitMethod(0, "<init>", arguments, null, null);
        method.visitCode();
        method.visitVarInsn(ALOAD, 0);
        method.visitMethodInsn(INVOKESPECIAL, "java/lang/Record", "<init>", "()V", false);
        int slot = 1;
        for (Part part : parts) {
            Type argument = Type.getType(descriptor(part.kind()));
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(argument.getOpcode(ILOAD), slot);
            method.visitFieldInsn(PUTFIELD, type, part.component(), argument.getDescriptor());
            slot += argument.getSize();
        }
        method.visitInsn(RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private static Class<?> defined(ClassWriter writer) {
        writer.visitEnd();
        try {
            return MethodHandles.lookup().defineClass(writer.toByteArray());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String descriptor(Kind kind) {
        return switch (kind) {
            case Kind.Scalar scalar ->
                switch (scalar.type()) {
                    case STRING -> Type.getDescriptor(String.class);
                    case INT32 -> Type.getDescriptor(Integer.class);
                    case INT64 -> "J";
                    case DOUBLE -> "D";
                    case BOOLEAN -> "Z";
                    case DECIMAL128 -> Type.getDescriptor(Decimal128.class);
                    case DATE_TIME -> Type.getDescriptor(Instant.class);
                    case OBJECT_ID -> Type.getDescriptor(ObjectId.class);
                    case BINARY -> Type.getDescriptor(UUID.class);
                    default -> throw new IllegalArgumentException(scalar.toString());
                };
            case Kind.Nested nested -> "L" + PACKAGE + nested.type() + ";";
            case Kind.Elements elements -> Type.getDescriptor(List.class);
            case Kind.Entries entries -> Type.getDescriptor(Map.class);
        };
    }

    private static String signature(Kind kind) {
        return switch (kind) {
            case Kind.Elements elements -> "Ljava/util/List<" + boxed(elements.element()) + ">;";
            case Kind.Entries entries -> "Ljava/util/Map<Ljava/lang/String;" + boxed(entries.value()) + ">;";
            default -> descriptor(kind);
        };
    }

    private static String boxed(Kind kind) {
        return switch (signature(kind)) {
            case "J" -> Type.getDescriptor(Long.class);
            case "D" -> Type.getDescriptor(Double.class);
            case "Z" -> Type.getDescriptor(Boolean.class);
            case String other -> other;
        };
    }
}
