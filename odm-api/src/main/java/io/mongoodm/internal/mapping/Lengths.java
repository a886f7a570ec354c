package io.mongoodm.internal.mapping;

/** Where a value ends that nobody reads: found from its lengths, each of which has to stay inside its document. */
final class Lengths {
    private static final int ID = 12;
    private static final int LEAST_DOCUMENT = Integer.BYTES + 1;

    private Lengths() {}

    /** Returns the position behind the value of the type of this number at a position of a document that ends at {@code end}. */
    static int behind(int type, byte[] bytes, int at, int end) {
        return switch (type) {
            case 0x02, 0x0D, 0x0E -> behindString(bytes, at, end);
            case 0x03, 0x04 -> advanced(at, length(bytes, at, LEAST_DOCUMENT), end);
            case 0x10 -> advanced(at, Integer.BYTES, end);
            case 0x01, 0x09, 0x11, 0x12 -> advanced(at, Long.BYTES, end);
            case 0x08 -> advanced(at, 1, end);
            case 0x07 -> advanced(at, ID, end);
            case 0x06, 0x0A, 0x7F, -1 -> at;
            case 0x05 -> advanced(at, Integer.BYTES + 1 + length(bytes, at, 0), end);
            case 0x0B -> behindName(bytes, behindName(bytes, at));
            case 0x0C -> advanced(behindString(bytes, at, end), ID, end);
            case 0x0F -> behindScope(bytes, at, end);
            case 0x13 -> advanced(at, 2 * Long.BYTES, end);
            default -> throw Bytes.malformed();
        };
    }

    private static int behindString(byte[] bytes, int at, int end) {
        return advanced(at, Integer.BYTES + length(bytes, at, 1), end);
    }

    /** The whole value, its code and its scope each have a length, and the driver's reader wants them to agree. */
    private static int behindScope(byte[] bytes, int at, int end) {
        int behind = at + length(bytes, at, 2 * Integer.BYTES + 1 + LEAST_DOCUMENT);
        int scope = behindString(bytes, at + Integer.BYTES, end);
        if (advanced(scope, length(bytes, scope, LEAST_DOCUMENT), end) != behind) {
            throw Bytes.malformed();
        }
        return behind;
    }

    /** The array's end stops one that is not terminated. */
    private static int behindName(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private static int length(byte[] bytes, int at, int least) {
        int length = Bytes.int32(bytes, at);
        if (length < least) {
            throw Bytes.malformed();
        }
        return length;
    }

    private static int advanced(int at, int count, int end) {
        if (count < 0 || count > end - at) {
            throw Bytes.malformed();
        }
        return at + count;
    }
}
