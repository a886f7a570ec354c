package io.mongoodm.vthreads;

import io.mongoodm.internal.execution.SessionGate;
import org.jspecify.annotations.Nullable;

/**
 * What an operation waits for before it has a thread: the turn of its session, then a permit. Both are the operation's
 * from then on. Its state is guarded by the operation's lock.
 */
final class Admission extends Lane.Place {
    private final OperationFuture<?> operation;
    private final Guard guard;
    private final Lane lane;
    private final @Nullable SessionGate gate;
    private SessionGate.@Nullable Turn turn;
    private boolean hasEntered;
    private boolean hasPermit;

    Admission(OperationFuture<?> operation, Guard guard, Lane lane, @Nullable SessionGate gate) {
        super(true);
        this.operation = operation;
        this.guard = guard;
        this.lane = lane;
        this.gate = gate;
    }

    Lane lane() {
        return lane;
    }

    boolean isFor(SessionGate wanted) {
        return wanted.equals(gate);
    }

    /** Asks for what is needed; false when the queue is full. */
    boolean ask() {
        if (gate == null) {
            hasEntered = true;
            return lane.enter(this, true);
        }
        if (!lane.expect()) {
            return false;
        }
        turn = gate.ask(this::turnCame);
        return true;
    }

    private void turnCame() {
        guard.run(() -> {
            if (operation.isWaiting()) {
                hasEntered = true;
                lane.arrived();
                lane.enter(this, false);
            }
        });
    }

    @Override
    void granted(long waitedNanos) {
        boolean taken = guard.get(() -> {
            hasPermit = operation.isWaiting();
            if (hasPermit) {
                operation.start(waitedNanos);
            }
            return hasPermit;
        });
        if (!taken) {
            lane.release();
        }
    }

    @Override
    void expired(long waitedNanos) {
        Threads.start(() -> operation.refuseWaiting(lane.expiredAfter(waitedNanos)));
    }

    /** Tells where the operation waits, for messages. */
    String place() {
        return guard.get(() -> hasEntered ? "in the queue" : "at the gate of its session");
    }

    /** Gives up what was asked for. Called once, when the operation does not wait any more. */
    void leave() {
        if (!guard.get(() -> hasEntered)) {
            if (gate != null && guard.get(() -> turn != null)) {
                lane.arrived();
            }
        } else {
            lane.leave(this);
        }
        endTurn();
    }

    /** Gives back what the operation has not used. */
    void giveBack() {
        if (takePermit()) {
            lane.release();
        }
        endTurn();
    }

    private void endTurn() {
        SessionGate.Turn unused = takeTurn();
        if (unused != null) {
            unused.end();
        }
    }

    boolean takePermit() {
        return guard.get(() -> {
            boolean had = hasPermit;
            hasPermit = false;
            return had;
        });
    }

    SessionGate.@Nullable Turn takeTurn() {
        return guard.<SessionGate.@Nullable Turn>get(() -> {
            SessionGate.Turn had = turn;
            turn = null;
            return had;
        });
    }
}
