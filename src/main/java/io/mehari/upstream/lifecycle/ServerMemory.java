package io.mehari.upstream.lifecycle;

import io.mehari.protocol.McpProtocolVersion;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is remembered of a server from one connection to the next, so that what went wrong once does not go wrong in the
 * same way for ever. Forgotten when somebody asks for a restart. Safe for concurrent use.
 */
public final class ServerMemory {
    /** Connections in a row that a request may end before it is not made any more. */
    private static final int CHANCES = 2;

    private final Map<String, Integer> endings = new ConcurrentHashMap<>();
    private volatile Optional<McpProtocolVersion> version = Optional.empty();
    private volatile int slowStarts;

    /**
     * The version that the server took after it had refused the newest.
     *
     * @return empty if it refused none
     */
    public Optional<McpProtocolVersion> version() {
        return version;
    }

    /**
     * The server took this version after it had refused the newest; empty to ask for the newest again.
     *
     * @param taken to ask for first on the next connection
     */
    public void version(Optional<McpProtocolVersion> taken) {
        version = taken;
    }

    /**
     * The connection ended while the server was asked for this.
     *
     * @param method of a request that can be left out
     * @return true if it is not to be made from now on, for the first time
     */
    public boolean endedDuring(String method) {
        return endings.merge(method, 1, Integer::sum) == CHANCES;
    }

    /**
     * The server has answered this, and lives.
     *
     * @param method of the request
     */
    public void answered(String method) {
        endings.remove(method);
    }

    /**
     * Whether the request has ended one connection after another.
     *
     * @param method of a request that can be left out
     * @return true if it is not to be made
     */
    public boolean avoids(String method) {
        return endings.getOrDefault(method, 0) >= CHANCES;
    }

    /**
     * Attempts to connect in a row that took longer than they might.
     *
     * @return zero once the server was ready
     */
    public int slowStarts() {
        return slowStarts;
    }

    /** An attempt to connect took longer than it might. Called for one attempt at a time. */
    public void startedTooSlowly() {
        slowStarts = slowStarts() + 1;
    }

    /** The server is ready. */
    public void ready() {
        slowStarts = 0;
    }

    /** Everything may be different now. */
    public void forget() {
        endings.clear();
        version = Optional.empty();
        slowStarts = 0;
    }
}
