package io.mehari.upstream;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the heartbeat knows of one connection to a server, at one moment.
 *
 * @param state how well it answers
 * @param latencyMillis time from a heartbeat to its answer in milliseconds, as a moving average that gives the newest
 *     a weight of 0.1 and what was known a weight of 0.9; empty until the first answer
 * @param since when it entered this state
 * @param lastGood when it last answered a heartbeat, or became ready; empty if it never did
 * @param reason why it is not ONLINE, for people; empty where it is
 */
public record ServerHealth(
        HealthState state,
        OptionalDouble latencyMillis,
        Instant since,
        Optional<Instant> lastGood,
        Optional<String> reason) {
    /** Weight of what was known, in the average of latencies. */
    private static final double KEPT = 0.9;

    /** Weight of the newest answer in it. */
    private static final double NEWEST = 0.1;

    /**
     * What the state of a connection alone tells, where no heartbeat was sent yet.
     *
     * @param status of the connection
     * @return ONLINE if it is ready, OFFLINE in any other state
     */
    public static ServerHealth of(UpstreamStatus status) {
        boolean ready = status.state() == UpstreamState.READY;
        String reason = "is " + status.state().name().toLowerCase(Locale.ROOT)
                + status.lastError().map(error -> ": " + error).orElse("");
        return new ServerHealth(
                ready ? HealthState.ONLINE : HealthState.OFFLINE,
                OptionalDouble.empty(),
                status.since(),
                ready ? Optional.of(status.since()) : Optional.empty(),
                ready ? Optional.empty() : Optional.of(reason));
    }

    /**
     * The moving average after one more answer.
     *
     * @param millis time that the answer took, in milliseconds
     * @return 0.9 of the average and 0.1 of this answer; the answer's own time if it is the first
     */
    public double average(double millis) {
        return latencyMillis.isPresent() ? KEPT * latencyMillis.getAsDouble() + NEWEST * millis : millis;
    }
}
