package io.mehari.learning;

import io.mehari.call.CallCompleted;
import io.mehari.call.ContextNames;
import io.mehari.call.Outcome;
import io.mehari.redaction.Redaction;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A call to learn from, as it stands in the journal. Immutable. Serializable for aggregation repositories that outlive the
 * process.
 *
 * @param epoch journal that it stands in
 * @param number place in that journal, rising by one
 * @param server name of the upstream
 * @param tool name of the tool
 * @param success whether the tool gave a result
 * @param micros how long the call took, in microseconds; never negative
 * @param endedAt when it had ended, in milliseconds since 1970 by the gateway's clock
 * @param context text of its context; empty for none
 */
public record LearningRecord(
        String epoch,
        long number,
        String server,
        String tool,
        boolean success,
        long micros,
        long endedAt,
        String context)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** Longest name that the database takes. */
    static final int MOST_NAME = 255;

    private static final Redaction REDACTION = new Redaction(List.of());

    /** One that was kept by an earlier version has no context. */
    public LearningRecord {
        context = context == null ? "" : context;
    }

    /** One without a context. */
    LearningRecord(String epoch, long number, String server, String tool, boolean success, long micros, long endedAt) {
        this(epoch, number, server, tool, success, micros, endedAt, "");
    }

    static LearningRecord of(CallCompleted call, String epoch, long number) {
        return new LearningRecord(
                epoch,
                number,
                call.server(),
                call.tool(),
                call.outcome() == Outcome.SUCCESS,
                Math.max(0, call.duration().toNanos() / 1_000),
                call.completedAt().toEpochMilli(),
                contextOf(call.context()));
    }

    /** Its digest where it looks as if there were a secret in it, whatever its names are. */
    private static String contextOf(String context) {
        boolean shown = context.isEmpty()
                || isWritable(context) && REDACTION.text(context).equals(context);
        return shown ? context : ContextNames.digestOf(context);
    }

    /**
     * Whether a call says something about its tool: the tool was asked, and not the cache. Calls that were refused, given up
     * by their callers or not sent say nothing.
     */
    static boolean isOf(CallCompleted call) {
        return !call.cacheHit()
                && switch (call.outcome()) {
                    case SUCCESS, TOOL_ERROR, TIMED_OUT, UPSTREAM_ERROR, BAD_UPSTREAM, OUTCOME_UNKNOWN -> true;
                    default -> false;
                };
    }

    /** Whether a name can be written: not too long, no control characters, no halves of surrogate pairs. */
    static boolean isWritable(String name) {
        return name.length() <= MOST_NAME
                && name.chars().noneMatch(unit -> unit < ' ')
                && StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }
}
