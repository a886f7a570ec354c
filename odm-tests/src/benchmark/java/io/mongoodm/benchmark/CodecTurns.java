package io.mongoodm.benchmark;

import org.bson.io.BasicOutputBuffer;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The documents of one model, or of four that take turns. */
@State(Scope.Thread)
public abstract class CodecTurns {
    @Param({"1", "4"})
    public int models;

    private final BasicOutputBuffer output = new BasicOutputBuffer(4096);
    private byte[][] stored;
    private Object[] values;
    private Contestant.Way way;
    private int next;

    /** Prepares a contestant. Nothing is timed before it has agreed with the others. */
    final void start(Contestant contestant) {
        way = contestant.start(models);
        stored = Sample.turns(models);
        values = new Object[stored.length];
        for (int i = 0; i < stored.length; i++) {
            values[i] = written(Sample.ofTurn(i, models), i / models, stored[i]);
        }
    }

    /** Returns what is to be written: a record as a program makes it, whose lists are those of the platform. */
    private Object written(Sample sample, int seed, byte[] document) {
        Object read = way.decode(sample, document);
        return read instanceof Record ? sample.make(seed) : read;
    }

    final Object decodeNext() {
        int turn = next++ & stored.length - 1;
        return way.decode(Sample.ofTurn(turn, models), stored[turn]);
    }

    /** Writes into an output that is used again, as the driver's own buffers are. */
    final int encodeNext() {
        int turn = next++ & stored.length - 1;
        output.truncateToPosition(0);
        way.encode(Sample.ofTurn(turn, models), values[turn], output);
        return output.getPosition();
    }
}
