package io.mehari.protection;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Failed.Standing;
import io.mehari.catalog.Tool;
import io.mehari.upstream.CallSettings.Resend;

/**
 * Which failed calls may be sent again: those that were surely never sent, or all that may
 * have run where the operator accepts that. An open breaker and a full bulkhead are answers, not reasons to wait.
 */
final class ResendRule {
    /** Whether this failure of this tool may be tried again. */
    boolean allows(Tool tool, Exception failure) {
        if (!(failure instanceof ToolCallException refused)) {
            return false;
        }
        Failed result = refused.result();
        if (result.outcome() == Outcome.UNAVAILABLE) {
            return result.standing() != Standing.THERE;
        }
        return mayRunTwice(tool) && isTransient(result);
    }

    private static boolean mayRunTwice(Tool tool) {
        return tool.calls().retry().resend() == Resend.ALWAYS || tool.mayRepeat();
    }

    /** A JSON-RPC error is the upstream's considered answer; asking again would not change it. */
    private static boolean isTransient(Failed result) {
        return result.outcome() != Outcome.INTERNAL && result.upstreamError().isEmpty();
    }
}
