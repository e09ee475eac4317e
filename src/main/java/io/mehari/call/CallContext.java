package io.mehari.call;

import java.net.InetAddress;
import java.time.Instant;

/**
 * What is known about a call besides what it asks for.
 *
 * @param requestId unique id of the request, visible in responses, logs and dead letters
 * @param caller who makes the call
 * @param receivedAt when the request arrived
 * @param receivedNanos the same moment on the clock of {@link System#nanoTime()}, for durations
 * @param depth how many calls of routes led to this one; 0 for a call from outside
 * @param headers headers of the request that go on to the server; none where its entry does not ask for any
 * @param replay whether this makes the call of a dead letter once more, or is made by such a call: what becomes of it is
 *     written down there, and it leaves no letter of its own
 * @param renewal whether this renews a result of the cache that has been given although its time was over: nobody waits for it
 * @param origin where the request comes from, for its trace; null while traces are off, and for calls from inside
 * @param peer the machine that the request comes from; null if that is not known, and for calls from inside
 */
public record CallContext(
        String requestId,
        Caller caller,
        Instant receivedAt,
        long receivedNanos,
        int depth,
        ClientHeaders headers,
        boolean replay,
        boolean renewal,
        CallOrigin origin,
        InetAddress peer) {
    /**
     * The context of a call that is no replay.
     *
     * @param requestId unique id of the request
     * @param caller who makes the call
     * @param receivedAt when the request arrived
     * @param receivedNanos the same moment on the clock of {@link System#nanoTime()}
     * @param depth how many calls of routes led to this one
     * @param headers headers of the request that go on to the server
     */
    public CallContext(
            String requestId, Caller caller, Instant receivedAt, long receivedNanos, int depth, ClientHeaders headers) {
        this(requestId, caller, receivedAt, receivedNanos, depth, headers, false, false, null, null);
    }

    /**
     * The context of a call with which no headers go on.
     *
     * @param requestId unique id of the request
     * @param caller who makes the call
     * @param receivedAt when the request arrived
     * @param receivedNanos the same moment on the clock of {@link System#nanoTime()}
     * @param depth how many calls of routes led to this one
     */
    public CallContext(String requestId, Caller caller, Instant receivedAt, long receivedNanos, int depth) {
        this(requestId, caller, receivedAt, receivedNanos, depth, ClientHeaders.NONE);
    }

    /**
     * The context of a call from outside.
     *
     * @param requestId unique id of the request
     * @param caller who makes the call
     * @param receivedAt when the request arrived
     * @param receivedNanos the same moment on the clock of {@link System#nanoTime()}
     */
    public CallContext(String requestId, Caller caller, Instant receivedAt, long receivedNanos) {
        this(requestId, caller, receivedAt, receivedNanos, 0);
    }

    /**
     * The same context with headers that go on.
     *
     * @param forwarded what the entry of the call's server asks for
     * @return this very context if that is nothing
     */
    public CallContext with(ClientHeaders forwarded) {
        return forwarded.isEmpty()
                ? this
                : new CallContext(
                        requestId, caller, receivedAt, receivedNanos, depth, forwarded, replay, renewal, origin, peer);
    }

    /**
     * The same context of a request whose origin is known.
     *
     * @param known where it comes from
     * @return a new context
     */
    public CallContext from(CallOrigin known) {
        return new CallContext(
                requestId, caller, receivedAt, receivedNanos, depth, headers, replay, renewal, known, peer);
    }

    /**
     * The same context of a request whose sender is known.
     *
     * @param sender the machine that it comes from; null if that is not known
     * @return a new context
     */
    public CallContext sentBy(InetAddress sender) {
        return new CallContext(
                requestId, caller, receivedAt, receivedNanos, depth, headers, replay, renewal, origin, sender);
    }

    /**
     * The same context of a replay.
     *
     * @return a new context
     */
    public CallContext asReplay() {
        return new CallContext(
                requestId, caller, receivedAt, receivedNanos, depth, headers, true, renewal, origin, peer);
    }

    /**
     * The context of a call that renews what this one was given.
     *
     * @param id of that call
     * @param at when it begins
     * @param nanos the same moment on the clock of {@link System#nanoTime()}
     * @return for the same caller, with the same headers
     */
    public CallContext asRenewal(String id, Instant at, long nanos) {
        return new CallContext(id, caller, at, nanos, depth, headers, false, true, null, peer);
    }

    /**
     * Whether the gateway makes the call by itself: it counts against no limit of its caller and leaves no dead letter.
     *
     * @return true for a replay and for a renewal
     */
    public boolean byGateway() {
        return replay || renewal;
    }

    /**
     * The context of a call that this call makes.
     *
     * @param id of that call
     * @param at when it begins
     * @param nanos the same moment on the clock of {@link System#nanoTime()}
     * @return without headers, one call deeper
     */
    public CallContext inner(String id, Instant at, long nanos) {
        return new CallContext(id, caller, at, nanos, depth + 1, ClientHeaders.NONE, replay, renewal, null, null);
    }
}
