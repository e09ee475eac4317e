package io.mehari.call;

import java.util.Locale;

/** The outcomes a tool call can have; every call ends in exactly one. */
public enum Outcome {
    SUCCESS(false),
    TOOL_ERROR(false),
    INVALID_ARGUMENTS(false),
    NOT_FOUND(false),
    UNAUTHENTICATED(false),
    FORBIDDEN(false),
    RATE_LIMITED(false),
    BUDGET_EXCEEDED(false),
    INPUT_REQUIRED(false),
    /** The caller withdrew the call: no one is waiting for its result. */
    CANCELLED(false),
    UNAVAILABLE(true),
    TIMED_OUT(true),
    BAD_UPSTREAM(true),
    OUTCOME_UNKNOWN(true),
    INTERNAL(true);

    private final boolean failure;

    Outcome(boolean failure) {
        this.failure = failure;
    }

    /** Whether the call failed through no fault of its caller and leaves a dead letter. */
    public boolean isFailure() {
        return failure;
    }

    /** The stable code that users see in answers, for example {@code outcome_unknown}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
