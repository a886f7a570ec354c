package io.mongoodm.internal.mapping;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * A class file in the making: constants, which are known by their numbers, then methods. It can do what the small classes
 * need that every program makes when it starts and nothing is compiled yet; to load ASM for them would take longer than all
 * else. The Java Virtual Machine Specification, chapter 4, is the source of the format.
 */
final class ClassFile {
    /** The descriptor of a lookup. */
    static final String LOOKUP = "Ljava/lang/invoke/MethodHandles$Lookup;";

    // Instructions that ASM puts together by itself.
    static final int LDC_W = 19;
    static final int ILOAD_2 = 28;
    static final int ALOAD_0 = 42;
    static final int ALOAD_1 = 43;

    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;

    /** Where the number of constants is. */
    private static final int COUNT = 8;

    private static final int ROOM = 1_024;
    /** How long the name and the length of an attribute are. */
    private static final int ATTRIBUTE = 6;
    /** How long the attribute with the code is without the code, its attributes, its name and its length. */
    private static final int CODE = 12;

    private final ClassBytes file = new ClassBytes(ROOM);
    private int constants;

    private final int code;
    private final int table;
    private final int object;
    /** The name of constructors. */
    final int constructor;
    /** The descriptor of a method that takes and returns nothing. */
    final int nothing;
    /** The constructor of {@code Object}. */
    final int objectConstructor;

    /** Creates a file with the constants that every one has. */
    ClassFile() {
        file.int32(0xCAFEBABE).int32(Opcodes.V21).int16(0);
        code = text("Code");
        table = text("StackMapTable");
        constructor = text("<init>");
        nothing = text("()V");
        object = type("java/lang/Object");
        objectConstructor = method(object, constructor, nothing);
    }

    /** Adds a text, and returns its number. */
    int text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        file.int8(UTF8);
        if (encoded.length == text.length()) {
            file.int16(encoded.length).all(encoded, encoded.length);
        } else {
            byte[] counted = modifiedUtf8(text);
            file.all(counted, counted.length);
        }
        return ++constants;
    }

    /** Differs from UTF-8 in the characters that Java has two of for one. */
    private static byte[] modifiedUtf8(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new DataOutputStream(bytes).writeUTF(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Adds a type, given by its internal name, and returns its number. */
    int type(String name) {
        int text = text(name);
        file.with(CLASS, text);
        return ++constants;
    }

    /** Adds a method of a new type, and returns its number. */
    int method(String owner, String name, String descriptor) {
        return method(type(owner), text(name), text(descriptor));
    }

    /** Adds the method that returns the lookup of its caller, and returns its number. */
    int lookup() {
        return method("java/lang/invoke/MethodHandles", "lookup", "()" + LOOKUP);
    }

    /** Adds a method of a class, given by numbers, and returns its own. */
    int method(int owner, int name, int descriptor) {
        return method(METHOD, owner, name, descriptor);
    }

    /** Adds a method of an interface, given by numbers, and returns its own. */
    int interfaceMethod(int owner, int name, int descriptor) {
        return method(INTERFACE_METHOD, owner, name, descriptor);
    }

    private int method(int tag, int owner, int name, int descriptor) {
        file.with(NAME_AND_TYPE, name).int16(descriptor);
        int nameAndType = ++constants;
        file.with(tag, owner).int16(nameAndType);
        return ++constants;
    }

    /**
     * Ends the constants, and declares a class without fields, whose methods have to follow.
     *
     * @param ofInterface the type that it implements; 0 for none
     */
    void declare(int type, int ofInterface, int methods) {
        file.int16(COUNT, constants + 1);
        file.int16(Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC)
                .int16(type)
                .int16(object);
        if (ofInterface == 0) {
            file.int16(0);
        } else {
            file.int16(1).int16(ofInterface);
        }
        file.int16(0).int16(methods);
    }

    /**
     * Adds a method.
     *
     * @param frames the count and the frames behind its branches; null when it has none
     */
    void method(
            int access,
            int name,
            int descriptor,
            int stack,
            int locals,
            ClassBytes instructions,
            @Nullable ClassBytes frames) {
        int attributes = frames == null ? 0 : ATTRIBUTE + frames.length();
        file.int16(access).int16(name).int16(descriptor).int16(1);
        file.int16(code)
                .int32(CODE + instructions.length() + attributes)
                .int16(stack)
                .int16(locals);
        file.int32(instructions.length()).all(instructions).int16(0);
        if (frames == null) {
            file.int16(0);
        } else {
            file.int16(1).int16(table).int32(frames.length()).all(frames);
        }
    }

    /** Ends the file. */
    byte[] toByteArray() {
        return file.int16(0).toByteArray();
    }
}
