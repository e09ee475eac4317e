package io.mehari.security;

import io.mehari.call.ToolCallResult;

/** Whether a request may go on. */
public sealed interface AccessDecision {
    /**
     * It may.
     *
     * @param caller name of the key used, or {@code anonymous}
     */
    record Granted(String caller) implements AccessDecision {}

    /**
     * It may not.
     *
     * @param refusal UNAUTHENTICATED without a known key, FORBIDDEN if the key or the way it came does not suffice
     */
    record Denied(ToolCallResult.Refused refusal) implements AccessDecision {}
}
