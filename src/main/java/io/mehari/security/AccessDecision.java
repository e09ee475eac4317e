package io.mehari.security;

import io.mehari.call.Caller;
import io.mehari.call.ToolCallResult;

/** Whether a request may go on. */
public sealed interface AccessDecision {
    /**
     * It may.
     *
     * @param caller who asks, as far as that was found out
     */
    record Granted(Caller caller) implements AccessDecision {}

    /**
     * It may not.
     *
     * @param refusal UNAUTHENTICATED without a known key, FORBIDDEN if the key or the way it came does not suffice
     */
    record Denied(ToolCallResult.Refused refusal) implements AccessDecision {}
}
