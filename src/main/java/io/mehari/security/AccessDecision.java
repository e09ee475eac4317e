package io.mehari.security;

import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import java.util.List;

/** Whether a request is granted or denied access. Immutable. */
public sealed interface AccessDecision {
    /** {@return whether a key was shown that is none of those known; {@link FailedKeys} counts it} */
    boolean unknownKey();

    /**
     * The request may continue.
     *
     * @param caller who makes it, as far as that was found out
     * @param unknownKey as {@link AccessDecision#unknownKey}: it was shown where none is needed
     */
    record Granted(Caller caller, boolean unknownKey) implements AccessDecision {
        /**
         * A request with a key that is known, or without any.
         *
         * @param caller as in {@link #caller}
         */
        public Granted(Caller caller) {
            this(caller, false);
        }
    }

    /**
     * The request is denied access.
     *
     * @param rejection UNAUTHENTICATED without a known key, FORBIDDEN if the key, or the way the request came, does not
     *     suffice, RATE_LIMITED after too many unknown keys
     * @param cause what is missing
     * @param challenges values of {@code WWW-Authenticate}, one for each header line: what would be taken at this place
     *     (RFC 9110, section 11.6.1); empty unless UNAUTHENTICATED
     */
    record Denied(ToolCallResult.Rejected rejection, DenialCause cause, List<String> challenges)
            implements AccessDecision {
        /** The challenge of every place that needs a key. */
        static final String BEARER = "Bearer";

        /** The one of places that are read in a browser, which asks its user then (RFC 7617). */
        static final String BASIC = "Basic realm=\"mehari\", charset=\"UTF-8\"";

        /**
         * Denied, with the challenges of the place.
         *
         * @param rejection as in {@link #rejection}
         * @param cause as in {@link #cause}
         * @param level who may use the place
         */
        Denied(ToolCallResult.Rejected rejection, DenialCause cause, AccessLevel level) {
            this(rejection, cause, challengesOf(rejection.outcome(), level));
        }

        private static List<String> challengesOf(Outcome outcome, AccessLevel level) {
            if (outcome != Outcome.UNAUTHENTICATED) {
                return List.of();
            }
            return level == AccessLevel.DOCUMENT ? List.of(BEARER, BASIC) : List.of(BEARER);
        }

        @Override
        public boolean unknownKey() {
            return cause == DenialCause.UNKNOWN_KEY || cause == DenialCause.UNKNOWN_PASSWORD;
        }
    }
}
