package io.mongoodm.queries;

import java.util.List;

/** A record in Java whose accessors Kotlin refers to. */
record JavaCity(String name, long population, List<String> tags) {}
