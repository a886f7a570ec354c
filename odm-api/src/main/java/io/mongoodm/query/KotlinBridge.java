package io.mongoodm.query;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.SerializedLambda;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Reads the method that Kotlin's compiler puts between a reference to a Java record's accessor and the accessor:
 * {@code main$name(City)} for {@code City::name}. Only a method that is named after the one it calls, and calls no other, is
 * taken for it; a lambda is named by a number.
 */
final class KotlinBridge extends MethodVisitor {
    private static final String CHECKS = "kotlin/jvm/internal/Intrinsics";

    private @Nullable String owner;
    private @Nullable String called;
    private int calls;

    private KotlinBridge() {
        super(Opcodes.ASM9);
    }

    /** Returns the component that the method behind a reference reads; empty when it does anything else. */
    static Optional<Step.Component> read(SerializedLambda lambda, @Nullable ClassLoader loader) {
        KotlinBridge bridge = new KotlinBridge();
        try (InputStream bytes = bytes(lambda.getImplClass(), loader)) {
            if (bytes == null) {
                return Optional.empty();
            }
            new ClassReader(bytes).accept(bridge.finding(lambda), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            return bridge.component(lambda.getImplMethodName(), loader);
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("The class of an accessor cannot be read", e);
        }
    }

    private static @Nullable InputStream bytes(String type, @Nullable ClassLoader loader) {
        String resource = type + ".class";
        return loader == null ? ClassLoader.getSystemResourceAsStream(resource) : loader.getResourceAsStream(resource);
    }

    private ClassVisitor finding(SerializedLambda lambda) {
        return new ClassVisitor(Opcodes.ASM9) {
            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] thrown) {
                boolean found =
                        name.equals(lambda.getImplMethodName()) && descriptor.equals(lambda.getImplMethodSignature());
                return found ? KotlinBridge.this : null;
            }
        };
    }

    @Override
    public void visitMethodInsn(int opcode, String type, String name, String descriptor, boolean isInterface) {
        if (type.equals(CHECKS)) {
            return;
        }
        calls++;
        boolean reads = opcode != Opcodes.INVOKESTATIC && descriptor.startsWith("()");
        owner = reads ? type : null;
        called = reads ? name : null;
    }

    private Optional<Step.Component> component(String method, @Nullable ClassLoader loader)
            throws ClassNotFoundException {
        if (calls != 1 || owner == null || called == null || !method.endsWith("$" + called)) {
            return Optional.empty();
        }
        return Optional.of(Accessors.component(Class.forName(owner.replace('/', '.'), false, loader), called));
    }
}
