package io.mehari.upstream;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of one of several connections that serve as one server, at one moment.
 *
 * @param index its place in {@code replicas} of the server's entry, from 0
 * @param upstream the connection, called like the server, {@code #} and the index
 * @param health how well it answers
 * @param resting whether it gets no calls for a while because the last ones failed, or because it asked to wait
 * @param latencyMillis how long it takes to answer calls in milliseconds, as a moving average that gives the newest a
 *     weight of 0.1; empty until the first answer
 * @param inFlight calls it was chosen for that have not ended
 * @param calls calls it was chosen for so far
 * @param failures those of them that it failed to answer
 * @param difference what it offers differently from the catalogue of its server
 */
public record ReplicaStatus(
        int index,
        Upstream upstream,
        HealthState health,
        boolean resting,
        OptionalDouble latencyMillis,
        int inFlight,
        long calls,
        long failures,
        Optional<String> difference) {
    /**
     * Whether calls are sent to it as long as there is no better one.
     *
     * @return false while it is not connected, silent, or at rest
     */
    public boolean serves() {
        return health != HealthState.OFFLINE && !resting;
    }
}
