package io.mehari.bench;

import java.time.Duration;

/**
 * How much is changed under load.
 *
 * @param pipeline changes of stages and tools
 * @param ingress changes of the ways in and of maintenance
 * @param servers changes of the list of servers
 * @param rate calls a second; 0 for half of what the machine bears, {@value #MOST} at most
 * @param warmUp before anything is measured
 * @param quiet how long is measured without a change
 */
record ChangesPlan(int pipeline, int ingress, int servers, double rate, Duration warmUp, Duration quiet) {
    /** The most calls a second that are sent. */
    static final int MOST = 2_000;

    /** Some seconds at a fixed rate. */
    static final ChangesPlan SHORT = new ChangesPlan(5, 2, 2, 150, Duration.ofSeconds(1), Duration.ofSeconds(1));

    /** Some minutes at half load. */
    static final ChangesPlan LONG = new ChangesPlan(50, 20, 20, 0, Duration.ofSeconds(20), Duration.ofSeconds(30));
}
