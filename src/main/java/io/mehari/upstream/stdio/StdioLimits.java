package io.mehari.upstream.stdio;

import io.mehari.network.ByteBudget;
import io.mehari.upstream.lifecycle.ConnectionLimits;
import java.time.Duration;

/**
 * Bounds of one connection to a stdio server.
 *
 * @param maxLineBytes longest line read from the server; a longer one is skipped
 * @param queuedMessages most messages waiting to be written to the server
 * @param queuedBytes most bytes waiting to be written to the server, and most bytes of calls waiting for a server
 *     that is joining; a single larger message passes when nothing else is waiting
 * @param callsInFlight most calls accepted and not answered
 * @param connect longest time from the start of the process to the end of the first {@code tools/list} at the first
 *     attempt, where the server's settings say nothing else, and longest wait for each later list; see {@link JoinLimit}
 * @param listPages most pages of one list of a server, such as {@code tools/list}
 * @param joinWait how long a call waits for a server that is joining
 * @param restartBase pause before the second restart; the first is immediate
 * @param restartMax longest pause before a restart
 * @param stableAfter time in state READY after which the next restart is immediate again; an answered call counts
 *     immediately
 * @param exitDrain how long output is still read after the process ended or closed one of its streams
 * @param closeGrace how long the process may take to end by itself after its stdin was closed, before SIGTERM
 * @param terminateGrace how long the process tree may take to end after SIGTERM, before SIGKILL
 * @param budget of the bytes that all connections and endpoints hold together
 */
public record StdioLimits(
        int maxLineBytes,
        int queuedMessages,
        long queuedBytes,
        int callsInFlight,
        Duration connect,
        int listPages,
        Duration joinWait,
        Duration restartBase,
        Duration restartMax,
        Duration stableAfter,
        Duration exitDrain,
        Duration closeGrace,
        Duration terminateGrace,
        ByteBudget budget) {

    /**
     * What holds where nothing is configured: lines of 32 MiB, 10,000 messages or 64 MiB queued, 10,000 calls in
     * flight, 60 s to connect, 1,000 pages of a list, 5 s wait for a joining server, restarts after 0 s, 250 ms,
     * 500 ms ... 30 s, stable after 30 s, 250 ms to drain, 1 s to close, 2 s to terminate, any number of bytes.
     */
    public static final StdioLimits DEFAULTS = new StdioLimits(
            32 * 1024 * 1024,
            10_000,
            64L * 1024 * 1024,
            10_000,
            Duration.ofSeconds(60),
            1_000,
            Duration.ofSeconds(5),
            Duration.ofMillis(250),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            ByteBudget.unlimited());

    /** Those of them that hold whatever the transport. */
    ConnectionLimits session() {
        return new ConnectionLimits(
                callsInFlight, queuedBytes, connect, listPages, joinWait, restartBase, restartMax, stableAfter, budget);
    }

    /** The same limits with another budget. */
    public StdioLimits with(ByteBudget other) {
        return new StdioLimits(
                maxLineBytes,
                queuedMessages,
                queuedBytes,
                callsInFlight,
                connect,
                listPages,
                joinWait,
                restartBase,
                restartMax,
                stableAfter,
                exitDrain,
                closeGrace,
                terminateGrace,
                other);
    }

    /**
     * The same limits with another wait of calls for a server that is joining.
     *
     * @param other longest wait
     * @return new limits
     */
    public StdioLimits withJoinWait(Duration other) {
        return new StdioLimits(
                maxLineBytes,
                queuedMessages,
                queuedBytes,
                callsInFlight,
                connect,
                listPages,
                other,
                restartBase,
                restartMax,
                stableAfter,
                exitDrain,
                closeGrace,
                terminateGrace,
                budget);
    }
}
