package io.mongoodm.internal.mapping;

import java.nio.ByteBuffer;
import org.bson.BsonBinaryReader;
import org.bson.BsonReader;
import org.bson.BsonReaderMark;

/**
 * The driver's reader for bytes that nothing is known of. The driver's codecs descend until the stack is used up; this
 * reader counts how deep they are, and says when it is too deep.
 */
final class BoundedReader extends BsonBinaryReader {
    private final boolean last;
    private int depth;

    /**
     * Creates a reader of a document.
     *
     * @param depth how many documents and arrays there are around it
     * @param last whether this is the last reading, whose verdict counts: a codec that is called within does not try
     *     the fast way once more, or each level of nesting would double the work
     */
    BoundedReader(ByteBuffer document, int depth, boolean last) {
        super(document);
        this.depth = depth;
        this.last = last;
    }

    /** Returns how many documents and arrays the reader is in; 0 for a reader that does not count. */
    static int depth(BsonReader reader) {
        return reader instanceof BoundedReader bounded ? bounded.depth : 0;
    }

    /** Tells whether the verdict of this reading counts. */
    static boolean isLast(BsonReader reader) {
        return reader instanceof BoundedReader bounded && bounded.last;
    }

    @Override
    protected void doReadStartDocument() {
        deeper();
        super.doReadStartDocument();
    }

    @Override
    public void doReadStartArray() {
        deeper();
        super.doReadStartArray();
    }

    private void deeper() {
        if (++depth > Source.MAX_DEPTH) {
            throw Misfit.depth();
        }
    }

    @Override
    protected void doReadEndDocument() {
        depth--;
        super.doReadEndDocument();
    }

    @Override
    protected void doReadEndArray() {
        depth--;
        super.doReadEndArray();
    }

    @Override
    public BsonReaderMark getMark() {
        BsonReaderMark mark = super.getMark();
        int marked = depth;
        return () -> {
            mark.reset();
            depth = marked;
        };
    }
}
