package io.mehari.monitoring.sample;

import io.mehari.call.CallCompleted;
import io.mehari.call.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds up calls by server until somebody takes the sums. It is given the events of calls in batches, so that calls
 * themselves do nothing for it. Safe for concurrent use.
 */
public final class CallTally {
    /** Most servers that are told apart; calls of others are counted in the sum of all. */
    static final int MOST_SERVERS = 1000;

    private static final double NANOS = 1e9;
    private static final Set<Outcome> ANSWERED = Set.of(Outcome.SUCCESS, Outcome.TOOL_ERROR, Outcome.INPUT_REQUIRED);

    private final Map<String, Sum> byServer = new HashMap<>();
    private final Sum all = new Sum();

    /**
     * The sums of some time.
     *
     * @param all of all calls
     * @param byServer by name of the server
     */
    public record Taken(CallFigures all, Map<String, CallFigures> byServer) {}

    /** Nothing counted yet. */
    public CallTally() {}

    /**
     * Counts calls.
     *
     * @param ended events, in any order
     */
    public synchronized void add(List<CallCompleted> ended) {
        for (CallCompleted call : ended) {
            boolean failed = call.outcome().isFailure();
            if ((failed || ANSWERED.contains(call.outcome())) && !call.cacheHit()) {
                long nanos = call.duration().toNanos();
                all.add(failed, nanos);
                Sum ofServer = of(call.server());
                if (ofServer != null) {
                    ofServer.add(failed, nanos);
                }
            }
        }
    }

    private Sum of(String server) {
        Sum known = byServer.get(server);
        if (known == null && byServer.size() < MOST_SERVERS) {
            known = new Sum();
            byServer.put(server, known);
        }
        return known;
    }

    /**
     * What was counted since the last time.
     *
     * @return the sums, which begin anew
     */
    public synchronized Taken take() {
        Map<String, CallFigures> figures = new HashMap<>();
        byServer.forEach((server, sum) -> figures.put(server, sum.take()));
        byServer.clear();
        return new Taken(all.take(), figures);
    }

    /** Grows with each call. */
    private static final class Sum {
        private long calls;
        private long failures;
        private long nanos;

        void add(boolean failed, long took) {
            calls++;
            failures += failed ? 1 : 0;
            nanos += took;
        }

        CallFigures take() {
            CallFigures taken = new CallFigures(calls, failures, nanos / NANOS);
            calls = 0;
            failures = 0;
            nanos = 0;
            return taken;
        }
    }
}
