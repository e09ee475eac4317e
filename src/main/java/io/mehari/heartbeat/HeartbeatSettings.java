package io.mehari.heartbeat;

import java.time.Duration;

/**
 * What {@code config/heartbeat.json} says, complete with defaults. Its keys bear the names of the fields here, in snake
 * case and with their unit.
 *
 * @param enabled whether anything is asked at all
 * @param interval time between two heartbeats of one connection, before it is adapted
 * @param check how often is looked for what is due and what is overdue
 * @param log time between two log lines about one connection
 * @param timeout longest wait for the answer to a heartbeat
 * @param misses unanswered heartbeats in a row that make a server OFFLINE
 * @param sessionTimeout silence of a client after which it is asked, and counts as idle
 * @param cleanup time between two looks for clients that are gone without a word
 * @param performance what counts as slow or faulty
 * @param adaptive how the interval follows the circumstances
 * @param crashLoop when restarts are too many
 */
public record HeartbeatSettings(
        boolean enabled,
        Duration interval,
        Duration check,
        Duration log,
        Duration timeout,
        int misses,
        Duration sessionTimeout,
        Duration cleanup,
        Performance performance,
        Adaptive adaptive,
        CrashLoop crashLoop) {

    /** What holds where the file is missing, or leaves a key out. */
    public static final HeartbeatSettings DEFAULTS = new HeartbeatSettings(
            true,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            3,
            Duration.ofSeconds(300),
            Duration.ofSeconds(300),
            new Performance(true, 1000, 5),
            new Adaptive(true, Duration.ofSeconds(5), Duration.ofSeconds(30)),
            new CrashLoop(5, Duration.ofSeconds(300)));

    /**
     * What counts as slow or faulty: {@code performance_monitoring}.
     *
     * @param enabled false: only silence counts
     * @param responseMillis average time to an answer above which a server is DEGRADED, in milliseconds
     * @param errorPercent share of unanswered heartbeats above which it is
     */
    public record Performance(boolean enabled, double responseMillis, double errorPercent) {}

    /**
     * How the interval follows the circumstances: {@code adaptive_heartbeat}.
     *
     * @param enabled false: it stays as it is
     * @param min shortest interval
     * @param max longest interval
     */
    public record Adaptive(boolean enabled, Duration min, Duration max) {}

    /**
     * When restarts are too many: {@code crash_loop}.
     *
     * @param restarts so many within the window raise an alert
     * @param window how far back restarts count
     */
    public record CrashLoop(int restarts, Duration window) {}
}
