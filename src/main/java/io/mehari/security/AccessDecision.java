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
     * @param unknownKey whether a key was shown and is none of those configured
     */
    record Denied(ToolCallResult.Rejected rejection, boolean unknownKey) implements AccessDecision {
        /**
         * Denied for another reason than an unknown key.
         *
         * @param rejection as in {@link #rejection}
         */
        Denied(ToolCallResult.Rejected rejection) {
            this(rejection, false);
        }
    }
}
