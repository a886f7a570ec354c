package io.mongoodm;

public record GetOrCreate<T>(T document, boolean created) {}
