package io.mehari.protection;

import io.mehari.upstream.CallSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long servers have taken to be good again, and the pauses that follow from it: the last retry of a call comes when its
 * server has nearly always been good again, the others before. Estimated as TCP estimates its timeout (RFC 6298, section
 * 2): smoothed mean plus twice the smoothed deviation. The first pause is never shorter than a quarter of what is
 * configured, nor longer than eight times that. Safe for concurrent use.
 */
final class RecoveryTimes {
    /** Pauses stay what is configured. */
    static final RecoveryTimes OFF = new RecoveryTimes(0);

    /** Servers remembered; those beyond keep the configured pauses. */
    static final int MOST_SERVERS = 1_000;

    /** Recoveries seen before pauses change. */
    static final int ENOUGH = 3;

    private static final int MOST_PAUSES = 10;

    private static final double SHORTEST = 1.0 / 4;
    private static final double LONGEST = 8;

    private final Map<String, Estimate> byServer = new ConcurrentHashMap<>();
    private final int most;

    /** Knows nothing yet. */
    RecoveryTimes() {
        this(MOST_SERVERS);
    }

    private RecoveryTimes(int most) {
        this.most = most;
    }

    /**
     * A call that was sent again has ended.
     *
     * @param nanos from its failure to its end
     * @param recovered whether it was answered; if not the server needs longer, of which twice the time is taken
     */
    void observed(String server, long nanos, boolean recovered) {
        double seen = recovered ? nanos : 2.0 * nanos;
        byServer.computeIfPresent(server, (name, estimate) -> estimate.with(seen));
        if (byServer.size() < most) {
            byServer.computeIfAbsent(server, name -> new Estimate(seen, seen / 2, 1));
        }
    }

    /**
     * The pause before the first retry.
     *
     * @param retry as configured
     * @return what is configured as long as too little is known
     */
    Duration base(String server, CallSettings.Retry retry) {
        Estimate estimate = byServer.get(server);
        if (estimate == null || estimate.count < ENOUGH) {
            return retry.base();
        }
        double configured = retry.base().toNanos();
        double wanted = (estimate.mean + 2 * estimate.deviation) / pausesOf(retry);
        double bounded = Math.min(Math.max(wanted, configured * SHORTEST), configured * LONGEST);
        return Duration.ofNanos(Math.round(bounded));
    }

    /** All pauses of a call together, as a multiple of the first. */
    private static double pausesOf(CallSettings.Retry retry) {
        double all = 0;
        for (int retries = 0; retries < Math.min(Math.max(retry.max(), 1), MOST_PAUSES); retries++) {
            all += Math.pow(retry.factor(), retries);
        }
        return all;
    }

    /** In nanoseconds. */
    private record Estimate(double mean, double deviation, int count) {
        private static final double OF_MEAN = 1.0 / 8;
        private static final double OF_DEVIATION = 1.0 / 4;

        Estimate with(double seen) {
            return new Estimate(
                    mean + OF_MEAN * (seen - mean),
                    deviation + OF_DEVIATION * (Math.abs(seen - mean) - deviation),
                    Math.min(count + 1, ENOUGH));
        }
    }
}
