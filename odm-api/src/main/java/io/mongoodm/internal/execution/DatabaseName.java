package io.mongoodm.internal.execution;

import java.nio.charset.StandardCharsets;

/** The rule for names of databases, so that a wrong one fails where it is given and not at the first command. */
final class DatabaseName {
    private static final int MOST_BYTES = 63;
    private static final String FORBIDDEN = "/\\. \"$\0";

    private DatabaseName() {}

    /** Returns the name; throws when no database can have it. */
    static String checked(String name) {
        if (name.isEmpty()
                || name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES
                || name.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0)) {
            throw new IllegalArgumentException("No database can have the name \"" + name + "\": give it 1 to "
                    + MOST_BYTES + " bytes without / \\ . \" $, space and the null character");
        }
        return name;
    }
}
