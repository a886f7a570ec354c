package io.mongoodm.internal.mapping;

/**
 * Short strings that were read before, so that the same few bytes give the same string again: words of a vocabulary,
 * such as states, countries, tags and keys, are most of the short strings in documents. A hit costs two compares of a
 * long, and the program keeps one string instead of one for each document.
 *
 * <p>Bounded: {@value #SLOTS} strings of at most 15 bytes. For one thread at a time.
 */
final class ShortStrings {
    /** How long a string may be, its terminator included. */
    static final int LONGEST = 2 * Long.BYTES;

    private static final int SLOTS = 1 << 10;
    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final int LENGTH_AT = Long.SIZE - Byte.SIZE;
    /** One miss in so many is kept, as a power of two: values that never come again must not push out those that do. */
    private static final int KEPT = 3;

    private final long[] keys = new long[2 * SLOTS];
    private final String[] texts = new String[SLOTS];
    private int misses;

    /**
     * Returns the string of these bytes.
     *
     * @param length how many there are with the terminator, at least 1 and at most {@link #LONGEST}; as many as that
     *     have to lie in the array from {@code at} on
     */
    String get(byte[] bytes, int at, int length) {
        long low = Bytes.int64(bytes, at);
        long high = 0;
        if (length <= Long.BYTES) {
            low &= -1L >>> (Long.SIZE - Byte.SIZE * length);
        } else {
            high = Bytes.int64(bytes, at + Long.BYTES) & (-1L >>> (2 * Long.SIZE - Byte.SIZE * length));
        }
        // The last byte is free: it is the terminator or beyond it.
        high |= (long) length << LENGTH_AT;
        long hash = (low ^ Long.rotateLeft(high, 29)) * MIX;
        int slot = (int) (hash >>> (Long.SIZE - Integer.numberOfTrailingZeros(SLOTS)));
        if (keys[2 * slot] == low && keys[2 * slot + 1] == high) {
            return texts[slot];
        }
        return missed(bytes, at, low, high, slot);
    }

    private String missed(byte[] bytes, int at, long low, long high, int slot) {
        int length = (int) (high >>> LENGTH_AT);
        String text = Bytes.text(bytes, at, length - 1);
        misses += (int) (MIX >>> Integer.SIZE);
        // The turns of the golden section are even over all values, whatever their order in the documents.
        if (misses >>> (Integer.SIZE - KEPT) == 0) {
            keys[2 * slot] = low;
            keys[2 * slot + 1] = high;
            texts[slot] = text;
        }
        return text;
    }
}
