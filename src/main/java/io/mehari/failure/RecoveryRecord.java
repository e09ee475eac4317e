package io.mehari.failure;

import java.time.Duration;
import java.util.Locale;

/**
 * What was done about one failed call, and what came of it.
 *
 * @param route name of the recovery route; empty if none was asked
 * @param result what came of it
 * @param attempts how often the call was sent again; 0 if it was not
 * @param took from the failure to the end of its recovery; for a call that was recovered the time to recover
 */
public record RecoveryRecord(String route, Result result, int attempts, Duration took) {
    /** Nothing was tried: recovery is off, or has no route for the failure. */
    public static final RecoveryRecord NONE = new RecoveryRecord("", Result.NONE, 0, Duration.ZERO);

    /** What came of a recovery. */
    public enum Result {
        /** Nothing was tried: recovery is off, or has no route for the failure. */
        NONE,
        /** The caller got the answer of the tool. */
        RECOVERED,
        /** The call could have been sent again, and still got no answer. */
        FAILED,
        /** The tool may have run, and may not be run twice: by its nature not to be recovered. */
        NOT_ALLOWED,
        /** Failures of this category do not pass by themselves: by its nature not to be recovered. */
        NOT_RECOVERABLE,
        /** The recovery route itself failed, or hung until its limit. */
        BROKEN;

        /**
         * As it stands in JSON and in logs.
         *
         * @return the name in lower case
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * Whether it says something about recovery at all: what cannot be recovered by nature is counted apart.
         *
         * @return true for RECOVERED, FAILED and BROKEN
         */
        public boolean counts() {
            return this == RECOVERED || this == FAILED || this == BROKEN;
        }
    }
}
