package io.mongoodm.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What ArchUnit does not show of a method. */
final class Bytecode {
    private Bytecode() {}

    /**
     * @param name with the class
     * @param lines from the first line with code to the last; 0 without any
     * @param locks whether it has a synchronized block
     */
    record Method(String name, int lines, boolean locks) {}

    /** Returns the methods of these classes, without constructors and initializers, whose code is in several places. */
    static Stream<Method> methods(JavaClasses classes) {
        return classes.stream().flatMap(Bytecode::methods);
    }

    private static Stream<Method> methods(JavaClass type) {
        List<Method> found = new ArrayList<>();
        try (InputStream file = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            new ClassReader(file).accept(new Reader(type.getName(), found), ClassReader.SKIP_FRAMES);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return found.stream();
    }

    private static final class Reader extends ClassVisitor {
        private final String type;
        private final List<Method> found;

        Reader(String type, List<Method> found) {
            super(Opcodes.ASM9);
            this.type = type;
            this.found = found;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return name.startsWith("<") ? null : new MethodReader(type + "." + name, found);
        }
    }

    private static final class MethodReader extends MethodVisitor {
        private final String name;
        private final List<Method> found;
        private int first = Integer.MAX_VALUE;
        private int last = Integer.MIN_VALUE;
        private boolean locks;

        MethodReader(String name, List<Method> found) {
            super(Opcodes.ASM9);
            this.name = name;
            this.found = found;
        }

        @Override
        public void visitInsn(int opcode) {
            locks |= opcode == Opcodes.MONITORENTER;
        }

        @Override
        public void visitLineNumber(int line, Label start) {
            first = Math.min(first, line);
            last = Math.max(last, line);
        }

        @Override
        public void visitEnd() {
            found.add(new Method(name, Math.max(0, last - first + 1), locks));
        }
    }
}
