package io.mongoodm.internal.mapping;

import java.util.Locale;
import java.util.regex.Pattern;

/** The default names of collections. */
final class SnakeCase {
    /** Before a capital that starts a word: after a small letter or digit, or as the last of several capitals. */
    private static final Pattern WORD =
            Pattern.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    private SnakeCase() {}

    /** Returns a simple name in snake case, acronyms whole: {@code HTTPLog} is {@code http_log}. */
    static String of(String simpleName) {
        return WORD.matcher(simpleName).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}
