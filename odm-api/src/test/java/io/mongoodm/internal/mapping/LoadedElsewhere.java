package io.mongoodm.internal.mapping;

/** A record that a test loads a second time. */
record LoadedElsewhere(int id, String name) {}
