package io.mehari.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a tool call ended. Immutable, but the JSON trees inside must be treated as read-only. */
public sealed interface ToolCallResult {
    /** {@return which of the outcomes this is} */
    Outcome outcome();

    /**
     * The outcome that a {@code tools/call} result stands for.
     *
     * @param result the JSON-RPC {@code result} object; kept, not copied
     * @return a {@link Success}, {@link ToolError} or {@link InputRequired}
     */
    static ToolCallResult of(ObjectNode result) {
        if (result.path("isError").asBoolean(false)) {
            return new ToolError(result);
        }
        return "input_required".equals(result.path("resultType").asText())
                ? new InputRequired(result)
                : new Success(result, false);
    }

    /** A call that was answered by a {@code tools/call} result. */
    sealed interface Answered extends ToolCallResult {
        /** {@return the result as the tool gave it} */
        ObjectNode result();
    }

    /** {@return one sentence for people: what happened and, where something went wrong, what to do about it} */
    String message();

    /**
     * The tool gave a result.
     *
     * @param result the {@code tools/call} result as the tool gave it
     * @param cacheHit whether the result came from the cache
     * @param staleAge how old it is, where the cache gave it although its time was over; null for any other
     */
    record Success(ObjectNode result, boolean cacheHit, Duration staleAge) implements Answered {
        /** A result that holds. */
        public Success(ObjectNode result, boolean cacheHit) {
            this(result, cacheHit, null);
        }

        @Override
        public Outcome outcome() {
            return Outcome.SUCCESS;
        }

        @Override
        public String message() {
            return cacheHit ? "Answered from the cache" : "Answered by the tool";
        }

        /** Without the result: Camel asks for this text on the way of every call, and results are large and private. */
        @Override
        public String toString() {
            return cacheHit ? "Success[cacheHit]" : "Success";
        }
    }

    /**
     * The tool reported that it failed ({@code isError}).
     *
     * @param result the {@code tools/call} result as the tool gave it
     */
    record ToolError(ObjectNode result) implements Answered {
        /**
         * An error that is one text.
         *
         * @param text for the caller
         * @return with a new tree
         */
        public static ToolError of(String text) {
            ObjectNode result = Json.object().put("isError", true);
            result.putArray("content").addObject().put("type", "text").put("text", text);
            return new ToolError(result);
        }

        @Override
        public Outcome outcome() {
            return Outcome.TOOL_ERROR;
        }

        @Override
        public String message() {
            return "The tool reported an error";
        }

        /** Without the result, which is large and private. */
        @Override
        public String toString() {
            return "ToolError";
        }
    }

    /**
     * The tool needs more input from its caller before it can continue.
     *
     * @param result the result that carries the questions
     */
    record InputRequired(ObjectNode result) implements Answered {
        @Override
        public Outcome outcome() {
            return Outcome.INPUT_REQUIRED;
        }

        @Override
        public String message() {
            return "The tool needs more input from its caller";
        }

        /** Without the result, which is large and private. */
        @Override
        public String toString() {
            return "InputRequired";
        }
    }

    /**
     * The arguments break the tool's schema; nothing was sent.
     *
     * @param violations every violation found, at least one
     */
    record InvalidArguments(List<Violation> violations) implements ToolCallResult {
        /** Keeps a copy of the violations. */
        public InvalidArguments {
            violations = List.copyOf(violations);
        }

        @Override
        public Outcome outcome() {
            return Outcome.INVALID_ARGUMENTS;
        }

        @Override
        public String message() {
            return violations.size() == 1
                    ? violations.get(0).message()
                    : violations.size() + " violations of the tool's input schema";
        }
    }

    /**
     * The gateway rejected the call before it was sent.
     *
     * @param outcome one of NOT_FOUND, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED, BUDGET_EXCEEDED, IDEMPOTENCY_CONFLICT,
     *     ALREADY_RUN
     * @param message cause and remedy
     * @param retryAfter when it is worth trying again; empty if never or not known
     */
    record Rejected(Outcome outcome, String message, Optional<Duration> retryAfter) implements ToolCallResult {
        /**
         * A call of something that does not exist.
         *
         * @param message cause and remedy
         * @return never null
         */
        public static Rejected notFound(String message) {
            return new Rejected(Outcome.NOT_FOUND, message, Optional.empty());
        }
    }

    /**
     * The call failed on its way or at the upstream.
     *
     * @param outcome one of UNAVAILABLE, TIMED_OUT, UPSTREAM_ERROR, BAD_UPSTREAM, OUTCOME_UNKNOWN, CANCELLED, INTERNAL; or
     *     TOOL_ERROR, as long as what a tool route threw may still be recovered
     * @param message cause and remedy; names the limit that fired
     * @param upstream name of the upstream at fault; empty for INTERNAL
     * @param retryAfter when it is worth trying again, if known
     * @param upstreamError the JSON-RPC error object the upstream gave, if it gave one
     * @param standing what the failure says about the upstream
     */
    record Failed(
            Outcome outcome,
            String message,
            String upstream,
            Optional<Duration> retryAfter,
            Optional<ObjectNode> upstreamError,
            Standing standing)
            implements ToolCallResult {

        /** What a failed call says about its upstream. */
        public enum Standing {
            /** It was there, or nothing is known: a limit of the gateway fired, or the response could not be used. */
            THERE,
            /** It was there, did not run the call, and asks to be called again after {@link Failed#retryAfter}. */
            ASKS_TO_WAIT,
            /** It was not there. Only this counts against it where a call was never sent. */
            DOWN,
            /** One of its replicas failed, and others are there: says nothing about the server as a whole. */
            REPLICA_FAILED
        }

        /**
         * Whether the upstream was not there.
         *
         * @return true for {@link Standing#DOWN}
         */
        public boolean upstreamDown() {
            return standing == Standing.DOWN;
        }

        /**
         * The same failure of a server of which other replicas are there.
         *
         * @return with standing {@link Standing#REPLICA_FAILED}
         */
        public Failed ofOneReplica() {
            return new Failed(outcome, message, upstream, retryAfter, upstreamError, Standing.REPLICA_FAILED);
        }

        /**
         * Whether a tool route threw it: the caller gets an error of the tool, unless a recovery gives something better.
         *
         * @return true for outcome TOOL_ERROR
         */
        public boolean isThrownByRoute() {
            return outcome == Outcome.TOOL_ERROR;
        }

        /**
         * How a call ends whose failure this is and stays.
         *
         * @return the error of the tool where a route threw it, else this failure
         */
        public ToolCallResult answer() {
            return isThrownByRoute() ? ToolError.of(message) : this;
        }

        /**
         * The JSON-RPC error that was the answer.
         *
         * @return empty for outcomes other than UPSTREAM_ERROR
         */
        public Optional<JsonRpcError> answeredError() {
            return outcome == Outcome.UPSTREAM_ERROR ? upstreamError.map(JsonRpcError::new) : Optional.empty();
        }

        /**
         * Whether the call is to be kept for later. Not kept is what its caller has to mend: most errors with which a
         * server answers; and what the gateway itself held back (breaker open, bulkhead full), which comes in floods and
         * of which the caller knows that nothing was sent.
         *
         * @return true if a dead letter is due
         */
        public boolean leavesDeadLetter() {
            return switch (outcome) {
                case UPSTREAM_ERROR ->
                    answeredError()
                            .map(error -> error.code().orElse(0))
                            .filter(ErrorCode::isServersFault)
                            .isPresent();
                case UNAVAILABLE -> standing != Standing.THERE;
                default -> outcome.isFailure();
            };
        }

        /**
         * Never sent: the upstream is down, joining or restarting.
         *
         * @param upstream name of the upstream
         * @param message cause and remedy
         * @param retryAfter when it is worth trying again
         * @return with outcome UNAVAILABLE
         */
        public static Failed down(String upstream, String message, Duration retryAfter) {
            return unavailable(upstream, message, retryAfter, Standing.DOWN);
        }

        /**
         * Not run: the upstream limits how often it is called, and says when to call again.
         *
         * @param upstream name of the upstream
         * @param message cause and remedy
         * @param retryAfter when the upstream may be called again
         * @return with outcome UNAVAILABLE
         */
        public static Failed asksToWait(String upstream, String message, Duration retryAfter) {
            return unavailable(upstream, message, retryAfter, Standing.ASKS_TO_WAIT);
        }

        /**
         * Never sent: a limit of the gateway fired (open breaker, full bulkhead).
         *
         * @param upstream name of the upstream
         * @param message the limit, and the remedy
         * @param retryAfter when it is worth trying again
         * @return with outcome UNAVAILABLE
         */
        public static Failed limited(String upstream, String message, Duration retryAfter) {
            return unavailable(upstream, message, retryAfter, Standing.THERE);
        }

        private static Failed unavailable(String upstream, String message, Duration retryAfter, Standing standing) {
            return new Failed(
                    Outcome.UNAVAILABLE, message, upstream, Optional.of(retryAfter), Optional.empty(), standing);
        }

        /**
         * Sent, and no response came in time.
         *
         * @param upstream name of the upstream
         * @param message the limit that fired
         * @return with outcome TIMED_OUT
         */
        public static Failed timedOut(String upstream, String message) {
            return new Failed(Outcome.TIMED_OUT, message, upstream, Optional.empty(), Optional.empty(), Standing.THERE);
        }

        /**
         * The upstream answered with a JSON-RPC error: it is there, and has dealt with the call.
         *
         * @param upstream name of the upstream
         * @param message names the upstream, code and message of the error
         * @param error the JSON-RPC error object, of bounded length
         * @return with outcome UPSTREAM_ERROR
         */
        public static Failed upstreamError(String upstream, String message, ObjectNode error) {
            return new Failed(
                    Outcome.UPSTREAM_ERROR, message, upstream, Optional.empty(), Optional.of(error), Standing.THERE);
        }

        /**
         * The upstream responded, but with something that is not MCP, or with a refusal that is no answer.
         *
         * @param upstream name of the upstream
         * @param message what is wrong with the response
         * @param error the JSON-RPC error object; null if there is none
         * @return with outcome BAD_UPSTREAM
         */
        public static Failed badUpstream(String upstream, String message, ObjectNode error) {
            return new Failed(
                    Outcome.BAD_UPSTREAM,
                    message,
                    upstream,
                    Optional.empty(),
                    Optional.ofNullable(error),
                    Standing.THERE);
        }

        /**
         * Sent, and the connection was lost before a response came: the tool may have run.
         *
         * @param upstream name of the upstream
         * @param message cause and remedy
         * @return with outcome OUTCOME_UNKNOWN
         */
        public static Failed outcomeUnknown(String upstream, String message) {
            return new Failed(
                    Outcome.OUTCOME_UNKNOWN, message, upstream, Optional.empty(), Optional.empty(), Standing.DOWN);
        }

        /**
         * A tool route threw something: it may have run in part.
         *
         * @param server under which the route is listed
         * @param message what the caller may know of it
         * @return with outcome TOOL_ERROR
         */
        public static Failed thrownByRoute(String server, String message) {
            return new Failed(Outcome.TOOL_ERROR, message, server, Optional.empty(), Optional.empty(), Standing.THERE);
        }

        /**
         * Cancelled by its caller: says nothing about the upstream, and no one reads it but the log.
         *
         * @param upstream name of the upstream
         * @param message how far the call had come
         * @return with outcome CANCELLED
         */
        public static Failed cancelled(String upstream, String message) {
            return new Failed(Outcome.CANCELLED, message, upstream, Optional.empty(), Optional.empty(), Standing.THERE);
        }

        /**
         * A defect of the gateway; the cause is in the log under the request id.
         *
         * @param message for the log; callers see only the request id
         * @return with outcome INTERNAL and no upstream
         */
        public static Failed internal(String message) {
            return new Failed(Outcome.INTERNAL, message, "", Optional.empty(), Optional.empty(), Standing.THERE);
        }
    }
}
