package io.mongoodm;

public enum UndeclaredIndexes {
    KEEP,
    DROP
}
