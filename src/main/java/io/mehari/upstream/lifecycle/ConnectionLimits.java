package io.mehari.upstream.lifecycle;

import io.mehari.network.ByteBudget;
import java.time.Duration;

/**
 * Bounds that hold whatever the transport.
 *
 * @param callsInFlight most calls accepted and not answered
 * @param queuedBytes most bytes of calls waiting for a server that is joining; a single larger call passes when
 *     nothing else is waiting
 * @param connect longest time from the beginning of a connection to the end of the first {@code tools/list}, and
 *     longest wait for each later one
 * @param listPages most pages of one list of a server, such as {@code tools/list}
 * @param joinWait how long a call waits for a server that is joining
 * @param restartBase pause before the second attempt to connect; the first is immediate
 * @param restartMax longest pause before an attempt
 * @param stableAfter time in state READY after which the next attempt is immediate again; an answered call counts
 *     immediately
 * @param budget of the bytes that all connections and endpoints hold together
 */
public record ConnectionLimits(
        int callsInFlight,
        long queuedBytes,
        Duration connect,
        int listPages,
        Duration joinWait,
        Duration restartBase,
        Duration restartMax,
        Duration stableAfter,
        ByteBudget budget) {

    /** The same limits with another budget. */
    public ConnectionLimits with(ByteBudget other) {
        return new ConnectionLimits(
                callsInFlight, queuedBytes, connect, listPages, joinWait, restartBase, restartMax, stableAfter, other);
    }

    /** The same limits with another longest time for connecting. */
    public ConnectionLimits withConnect(Duration longest) {
        return new ConnectionLimits(
                callsInFlight, queuedBytes, longest, listPages, joinWait, restartBase, restartMax, stableAfter, budget);
    }
}
