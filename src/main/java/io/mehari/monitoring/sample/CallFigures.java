package io.mehari.monitoring.sample;

/**
 * Calls that ended within some time. Counted are calls that a server, or a tool that is a route, had to answer: neither
 * those that were refused before, nor cancelled ones, nor answers from the cache. Immutable.
 *
 * @param calls how many ended
 * @param failures how many of them failed: unavailable, timed out, lost, answered with an error or with garbage. What a
 *     tool itself calls an error is an answer
 * @param seconds how long all of them took together, from the request to its outcome
 */
public record CallFigures(long calls, long failures, double seconds) {
    /** No calls. */
    public static final CallFigures NONE = new CallFigures(0, 0, 0);

    /**
     * These and others.
     *
     * @param other of another time, or another server
     * @return the sum
     */
    public CallFigures plus(CallFigures other) {
        return new CallFigures(calls + other.calls, failures + other.failures, seconds + other.seconds);
    }

    /**
     * The share that failed.
     *
     * @return from 0 to 1; 0 if there were no calls
     */
    public double errorRate() {
        return calls == 0 ? 0 : (double) failures / calls;
    }

    /**
     * How long a call took on average.
     *
     * @return in seconds; 0 if there were no calls
     */
    public double responseSeconds() {
        return calls == 0 ? 0 : seconds / calls;
    }
}
