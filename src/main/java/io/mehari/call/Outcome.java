package io.mehari.call;

import java.util.Locale;

/** How a tool call can end; every call ends in exactly one of these. */
public enum Outcome {
    /** The tool gave a result. */
    SUCCESS(false),

    /** The tool reported an error of its own ({@code isError}). */
    TOOL_ERROR(false),

    /** The arguments break the tool's input schema; nothing was sent. */
    INVALID_ARGUMENTS(false),

    /** There is no such server or tool. */
    NOT_FOUND(false),

    /** A key is needed and none that is known was given. */
    UNAUTHENTICATED(false),

    /** The caller is known but may not do this, or not from there. */
    FORBIDDEN(false),

    /** The caller makes more calls in a time than allowed. */
    RATE_LIMITED(false),

    /** The caller has used up its budget. */
    BUDGET_EXCEEDED(false),

    /** The idempotency key belongs to another call. */
    IDEMPOTENCY_CONFLICT(false),

    /** The call with this idempotency key has run, and its answer is not kept. */
    ALREADY_RUN(false),

    /** The tool needs more input from its caller. */
    INPUT_REQUIRED(false),
    /** The caller cancelled the call or disconnected: no one is waiting for its result. */
    CANCELLED(false),

    /** The call was not sent, or not run: it is safe to repeat. */
    UNAVAILABLE(true),

    /** No result came within a time limit. */
    TIMED_OUT(true),

    /** The upstream answered with a JSON-RPC error. */
    UPSTREAM_ERROR(true),

    /** The upstream responded with something that is not MCP, or broke the protocol. */
    BAD_UPSTREAM(true),

    /** The connection was lost after the call was sent: the tool may have run. */
    OUTCOME_UNKNOWN(true),

    /** A defect of the gateway. */
    INTERNAL(true);

    private final boolean failure;

    Outcome(boolean failure) {
        this.failure = failure;
    }

    /** {@return whether the call failed, and may leave a dead letter ({@link ToolCallResult.Failed#leavesDeadLetter()})} */
    public boolean isFailure() {
        return failure;
    }

    /** {@return the stable code that users see in responses, such as {@code outcome_unknown}} */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
