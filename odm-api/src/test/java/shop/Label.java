package shop;

/** A public record of public parts. */
public record Label(int id, String text) {}
