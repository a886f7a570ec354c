package io.mongoodm.internal.mapping;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the slot of a stored name, given as text or as bytes. */
final class FieldTable {
    private final Map<String, Integer> slots = new HashMap<>();
    private final byte[][] names;
    private final byte[][] terminated;
    /** The first eight bytes of each name with its terminator, and which of the bytes there are its own. */
    private final long[] words;

    private final long[] masks;
    private final int[] buckets;

    /** Creates the table; a name's slot is its position. */
    FieldTable(List<String> texts) {
        names = new byte[texts.size()][];
        terminated = new byte[texts.size()][];
        words = new long[texts.size()];
        masks = new long[texts.size()];
        buckets = new int[Math.max(4, Integer.highestOneBit(texts.size()) * 4)];
        Arrays.fill(buckets, -1);
        for (int slot = 0; slot < texts.size(); slot++) {
            names[slot] = texts.get(slot).getBytes(StandardCharsets.UTF_8);
            terminated[slot] = Arrays.copyOf(names[slot], names[slot].length + 1);
            int first = Math.min(Long.BYTES, terminated[slot].length);
            words[slot] = Bytes.word(terminated[slot], 0);
            masks[slot] = -1L >>> (Long.SIZE - Byte.SIZE * first);
            if (slots.putIfAbsent(texts.get(slot), slot) == null) {
                insert(slot);
            }
        }
    }

    private void insert(int slot) {
        int bucket = bucket(hash(names[slot]));
        while (buckets[bucket] >= 0) {
            bucket = (bucket + 1) & (buckets.length - 1);
        }
        buckets[bucket] = slot;
    }

    private int bucket(long hash) {
        return (int) (hash >>> 32) & (buckets.length - 1);
    }

    /** Takes the next eight bytes of a name, or what is left of it, into its hash. */
    static long mix(long hash, long word) {
        return (Long.rotateLeft(hash, 29) ^ word) * 0x9E3779B97F4A7C15L;
    }

    private static long hash(byte[] name) {
        long hash = 0;
        int at = 0;
        for (; at + Long.BYTES <= name.length; at += Long.BYTES) {
            hash = mix(hash, Bytes.int64(name, at));
        }
        long rest = 0;
        for (int i = at; i < name.length; i++) {
            rest |= (name[i] & 0xffL) << (8 * (i - at));
        }
        return mix(hash, rest);
    }

    /**
     * Returns the length of a slot's name with its terminator when it lies at a position, else 0; also where too little
     * lies behind it to compare it in one piece.
     */
    int match(int slot, byte[] bytes, int at) {
        if (slot >= words.length || at + Long.BYTES > bytes.length) {
            return 0;
        }
        if (((Bytes.int64(bytes, at) ^ words[slot]) & masks[slot]) != 0) {
            return 0;
        }
        byte[] name = terminated[slot];
        int length = name.length;
        return length <= Long.BYTES
                        || (at + length <= bytes.length
                                && Arrays.equals(name, Long.BYTES, length, bytes, at + Long.BYTES, at + length))
                ? length
                : 0;
    }

    /** Returns the slot, or -1 for a name that is not in the table. */
    int slot(String name) {
        Integer slot = slots.get(name);
        return slot == null ? -1 : slot;
    }

    /** Returns the slot of a name whose hash is known, or -1. */
    int slot(byte[] bytes, int from, int to, long hash) {
        int bucket = bucket(hash);
        for (int slot = buckets[bucket]; slot >= 0; slot = buckets[bucket]) {
            byte[] name = names[slot];
            if (Arrays.equals(name, 0, name.length, bytes, from, to)) {
                return slot;
            }
            bucket = (bucket + 1) & (buckets.length - 1);
        }
        return -1;
    }
}
