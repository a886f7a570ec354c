package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The generated class that calls the constructor and the accessors of a record. */
class MembersGeneratorTest {
    @SuppressWarnings("ArrayRecordComponent")
    record All(
            boolean flag,
            byte small,
            short medium,
            char letter,
            int number,
            long big,
            float half,
            double whole,
            String text,
            int[] numbers,
            String[][] table,
            List<String> list,
            Object anything,
            Inner inner) {}

    private record Inner(@Nullable String text) {}

    record None() {}

    @SuppressWarnings("UnicodeInCode")
    record Letters(int größe, int 数) {}

    record Refusing(int value) {
        Refusing {
            if (value < 0) {
                throw new IllegalArgumentException("negative");
            }
        }

        @Override
        public int value() {
            throw new UnsupportedOperationException("secret");
        }
    }

    record Wide(
            long a0,
            long a1,
            long a2,
            long a3,
            long a4,
            long a5,
            long a6,
            long a7,
            long a8,
            long a9,
            long b0,
            long b1) {}

    @Test
    void aRecordIsMadeOfItsValuesAndGivesThemBack() throws Throwable {
        All document = new All(
                true,
                (byte) 1,
                (short) 2,
                'x',
                3,
                4L,
                5f,
                6d,
                "seven",
                new int[] {8},
                new String[][] {{"nine"}},
                List.of("ten"),
                11,
                new Inner("twelve"));
        RecordComponent[] components = All.class.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].getAccessor().invoke(document);
        }
        RecordMembers members = members(All.class);
        Object made = members.make(values);
        assertThat(made).isEqualTo(document);
        for (int i = 0; i < values.length; i++) {
            assertThat(members.value(made, i)).isEqualTo(values[i]);
        }
    }

    @Test
    void nullIsAValueOfAReference() throws Throwable {
        RecordMembers members = members(Inner.class);
        Object made = members.make(new @Nullable Object[] {null});
        assertThat(made).isEqualTo(new Inner(null));
        assertThat(members.value(made, 0)).isNull();
    }

    @Test
    void aRecordWithoutComponentsIsMade() throws Throwable {
        assertThat(members(None.class).make(new Object[0])).isEqualTo(new None());
    }

    @Test
    void namesInAnyLetters() throws Throwable {
        RecordMembers members = members(Letters.class);
        Object made = members.make(new Object[] {1, 2});
        assertThat(IntStream.range(0, 2).mapToObj(i -> value(members, made, i))).containsExactly(1, 2);
    }

    @Test
    void aLetterThatIsTwoCharactersIsTwoInTheClassFile() {
        ClassFile file = new ClassFile();
        file.text("\uD835\uDCB3");
        assertThat(new String(file.toByteArray(), StandardCharsets.ISO_8859_1))
                .endsWith("\u0001\0\u0006\u00ed\u00a0\u00b5\u00ed\u00b2\u00b3\0\0");
    }

    @Test
    void moreComponentsThanAFrameHasRoomForInOneByte() throws Throwable {
        Object[] values = IntStream.range(0, 12).mapToObj(Long::valueOf).toArray();
        RecordMembers members = members(Wide.class);
        Object made = members.make(values);
        assertThat(IntStream.range(0, 12).mapToObj(i -> value(members, made, i)))
                .containsExactly(values);
    }

    @Test
    void whatTheRecordThrowsIsThrown() throws Throwable {
        RecordMembers members = members(Refusing.class);
        assertThatThrownBy(() -> members.make(new Object[] {-1}))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("negative");
        assertThatThrownBy(() -> members.value(new Refusing(1), 0))
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessage("secret");
    }

    private static @Nullable Object value(RecordMembers members, Object document, int index) {
        try {
            return members.value(document, index);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static RecordMembers members(Class<?> record) throws IllegalAccessException {
        return GeneratedClasses.members(
                        record,
                        Optional.of(MethodHandles.privateLookupIn(record, MethodHandles.lookup())),
                        Declaration.of(record))
                .orElseThrow();
    }
}
