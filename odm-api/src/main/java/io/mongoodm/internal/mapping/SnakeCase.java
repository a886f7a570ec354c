package io.mongoodm.internal.mapping;

import java.util.Locale;

/** The default names of collections. */
final class SnakeCase {
    private SnakeCase() {}

    /** Returns a simple name in snake case, acronyms whole: {@code HTTPLog} is {@code http_log}. */
    static String of(String simpleName) {
        StringBuilder name = new StringBuilder(simpleName.length() + 4);
        int at = 0;
        while (at < simpleName.length()) {
            if (startsWord(simpleName, at)) {
                name.append('_');
            }
            int character = simpleName.codePointAt(at);
            name.appendCodePoint(character);
            at += Character.charCount(character);
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    /** A capital starts a word after a small letter or digit, or as the last of several capitals. */
    private static boolean startsWord(String text, int at) {
        int character = text.codePointAt(at);
        if (at == 0 || !isCapital(character)) {
            return false;
        }
        int before = text.codePointBefore(at);
        int next = at + Character.charCount(character);
        return isCapital(before)
                ? next < text.length() && isSmall(text.codePointAt(next))
                : isSmall(before) || Character.getType(before) == Character.DECIMAL_DIGIT_NUMBER;
    }

    private static boolean isCapital(int character) {
        return Character.getType(character) == Character.UPPERCASE_LETTER;
    }

    private static boolean isSmall(int character) {
        return Character.getType(character) == Character.LOWERCASE_LETTER;
    }
}
