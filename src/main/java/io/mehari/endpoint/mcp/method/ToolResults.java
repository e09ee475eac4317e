package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.InputRequired;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.call.Violation;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.offer.ReservedMeta;
import io.mehari.protocol.Json;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How each outcome of a tool call is told to an MCP client (docs/contracts.md, outcomes). Stateless. */
final class ToolResults {
    /** Key of {@code _meta} under which the gateway says what went wrong, in a form for programs. */
    static final String ERROR_KEY = "io.mehari/error";

    /** Code of the JSON-RPC error for too many calls: outside the range that JSON-RPC reserves. */
    private static final int RATE_LIMITED = 1429;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int VIOLATIONS_TOLD = 20;

    private ToolResults() {}

    /**
     * The result of {@code tools/call}.
     *
     * @param result how the call ended
     * @param context of the call
     * @return the tool's own result, or one with {@code isError} that says what happened
     * @throws McpErrorException for outcomes that are JSON-RPC errors
     */
    static ObjectNode of(ToolCallResult result, CallContext context) {
        if (result instanceof Success success) {
            return ReservedMeta.without(success.result());
        }
        if (result instanceof ToolError error) {
            return ReservedMeta.without(error.result());
        }
        if (result instanceof InputRequired required) {
            return required.result();
        }
        if (result instanceof InvalidArguments invalid) {
            return invalid(invalid, context);
        }
        if (result instanceof Rejected rejected) {
            return rejected(rejected, context);
        }
        return failed((Failed) result, context);
    }

    private static ObjectNode rejected(Rejected rejected, CallContext context) {
        return switch (rejected.outcome()) {
            case NOT_FOUND -> throw McpErrorException.invalidParams(rejected.message());
            case RATE_LIMITED -> throw limited(rejected, context);
            default -> isError(rejected.outcome(), rejected.message(), "", rejected.retryAfter(), context);
        };
    }

    /** As HTTP tells it, and in the error too, for transports that lose status and headers. */
    private static McpErrorException limited(Rejected rejected, CallContext context) {
        ObjectNode data = Json.object();
        CallErrors.detail(data, rejected.outcome(), "", rejected.retryAfter(), context);
        return new McpErrorException(
                TOO_MANY_REQUESTS,
                RATE_LIMITED,
                rejected.message(),
                data,
                rejected.retryAfter()
                        .map(wait -> Map.of("retry-after", seconds(wait)))
                        .orElse(Map.of()));
    }

    private static ObjectNode failed(Failed failed, CallContext context) {
        CallErrors.answered(failed).ifPresent(error -> {
            throw error;
        });
        if (failed.outcome() == Outcome.INTERNAL) {
            throw CallErrors.internal(context);
        }
        return isError(failed.outcome(), failed.message(), failed.upstream(), failed.retryAfter(), context);
    }

    private static ObjectNode invalid(InvalidArguments invalid, CallContext context) {
        String all = invalid.violations().stream()
                .limit(VIOLATIONS_TOLD)
                .map(violation -> (violation.pointer() + " " + violation.message()).strip())
                .collect(Collectors.joining("\n"));
        ObjectNode result = isError(
                invalid.outcome(),
                "The arguments do not match the tool's input schema; the tool was not called:\n" + all,
                "",
                Optional.empty(),
                context);
        ObjectNode detail = (ObjectNode) result.path("_meta").path(ERROR_KEY);
        for (Violation violation : invalid.violations()) {
            detail.withArray("violations")
                    .addObject()
                    .put("pointer", violation.pointer())
                    .put("message", violation.message())
                    .put("keyword", violation.keyword());
        }
        return result;
    }

    private static ObjectNode isError(
            Outcome outcome, String message, String upstream, Optional<Duration> retryAfter, CallContext context) {
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", message);
        result.put("isError", true);
        ObjectNode detail = result.putObject("_meta").putObject(ERROR_KEY);
        detail.put("message", message);
        CallErrors.detail(detail, outcome, upstream, retryAfter, context);
        return result;
    }

    private static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.toSeconds()));
    }
}
