package io.mongoodm.benchmark.async;

/** What the canned server's documents hold. */
public record Entry(int id, String name) {}
