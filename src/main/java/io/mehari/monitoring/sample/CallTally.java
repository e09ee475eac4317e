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

    private Map<String, CallFigures> byServer = new HashMap<>();
    private CallFigures all = CallFigures.NONE;

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
                add(
                        call.server(),
                        new CallFigures(1, failed ? 1 : 0, call.duration().toNanos() / NANOS));
            }
        }
    }

    private void add(String server, CallFigures one) {
        all = all.plus(one);
        if (byServer.size() < MOST_SERVERS || byServer.containsKey(server)) {
            byServer.merge(server, one, CallFigures::plus);
        }
    }

    /**
     * What was counted since the last time.
     *
     * @return the sums, which begin anew
     */
    public synchronized Taken take() {
        Taken taken = new Taken(all, byServer);
        all = CallFigures.NONE;
        byServer = new HashMap<>();
        return taken;
    }
}
