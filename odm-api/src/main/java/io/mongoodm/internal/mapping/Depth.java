package io.mongoodm.internal.mapping;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bson.BsonReader;
import org.bson.BsonReaderMark;
import org.bson.BsonType;

/**
 * Looks ahead in a reader that does not count how deep it is, before a codec of the driver's or the user's descends
 * into a value: those have no bound but the stack.
 */
final class Depth {
    private final BsonReader reader;
    private final int above;
    private final Deque<BsonType> open = new ArrayDeque<>();

    /** Creates a look ahead at the value that the reader stands at, inside so many documents and arrays. */
    Depth(BsonReader reader, int above) {
        this.reader = reader;
        this.above = above;
    }

    /** Refuses a value that is nested too deep; the reader then stands where it stood. */
    void check() {
        if (!isNesting(reader.getCurrentBsonType())) {
            return;
        }
        BsonReaderMark mark = reader.getMark();
        try {
            enter(reader.getCurrentBsonType());
            while (!open.isEmpty()) {
                step();
            }
        } finally {
            mark.reset();
        }
    }

    private void step() {
        BsonType type = reader.readBsonType();
        if (type == BsonType.END_OF_DOCUMENT) {
            if (open.pop() == BsonType.ARRAY) {
                reader.readEndArray();
            } else {
                reader.readEndDocument();
            }
            return;
        }
        if (open.peek() != BsonType.ARRAY) {
            reader.skipName();
        }
        if (isNesting(type)) {
            enter(type);
        } else {
            reader.skipValue();
        }
    }

    private void enter(BsonType type) {
        if (above + open.size() >= Source.MAX_DEPTH) {
            throw Misfit.depth();
        }
        open.push(type);
        switch (type) {
            case ARRAY -> reader.readStartArray();
            case JAVASCRIPT_WITH_SCOPE -> {
                reader.readJavaScriptWithScope();
                reader.readStartDocument();
            }
            default -> reader.readStartDocument();
        }
    }

    private static boolean isNesting(BsonType type) {
        return type == BsonType.DOCUMENT || type == BsonType.ARRAY || type == BsonType.JAVASCRIPT_WITH_SCOPE;
    }
}
