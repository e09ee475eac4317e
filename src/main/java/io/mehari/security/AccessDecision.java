package io.mehari.security;

import io.mehari.call.Caller;
import io.mehari.call.ToolCallResult;

/** Whether a request is granted or denied access. Immutable. */
public sealed interface AccessDecision {
    /**
     * The request may continue.
     *
     * @param caller who makes it, as far as that was found out
     */
    record Granted(Caller caller) implements AccessDecision {}

    /**
     * The request is denied access.
     *
     * @param rejection UNAUTHENTICATED without a known key, FORBIDDEN if the key, or the way the request came, does not
     *     suffice
     */
    record Denied(ToolCallResult.Rejected rejection) implements AccessDecision {}
}
