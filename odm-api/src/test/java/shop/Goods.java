package shop;

import java.util.List;

/** A public record with a hidden one inside. */
public record Goods(int id, List<Box> boxes) {
    record Box(String label) {}
}
