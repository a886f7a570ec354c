package io.mongoodm.testkit;

import java.util.Set;

/** A server that answers, as the leases on it see it. */
interface RunningServer {
    /** Its connection string; may name a database and hold options and credentials. */
    String uri();

    /** Which server it is and which version, without its connection string. */
    String description();

    /** Its name and version alone, as the list of skipped tests shows it. */
    String engine();

    Set<Feature> features();

    /** Whether we started it, so that its data end with it. */
    boolean ours();

    /** Ends what was started for it. Does nothing to a server that is not {@linkplain #ours() ours}. */
    void stop();
}
