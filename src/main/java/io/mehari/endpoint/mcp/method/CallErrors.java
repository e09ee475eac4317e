package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.ClientErrorException;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcError;
import io.mehari.text.Causes;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a failure of a server, or of the gateway, is told to an MCP client as a JSON-RPC error. Stateless. */
final class CallErrors {
    private static final Logger LOG = LoggerFactory.getLogger(CallErrors.class);

    private CallErrors() {}

    /**
     * The error of a request other than a tool call.
     *
     * @param failure what its future ended with
     * @param context of the request
     * @return the server's own error as it came; -32603 with the details in {@code data} for anything else
     */
    static McpErrorException of(Throwable failure, CallContext context) {
        Throwable cause = Causes.unwrapped(failure);
        if (cause instanceof McpErrorException error) {
            return error;
        }
        if (cause instanceof ToolCallException failed) {
            return of(failed.result(), context);
        }
        if (cause instanceof ClientErrorException refused) {
            return McpErrorException.inBand(refused.code(), refused.getMessage(), refused.data());
        }
        LOG.error("Request {}: an MCP request has failed", context.requestId(), cause);
        return internal(context);
    }

    /**
     * The error of a request other than a tool call.
     *
     * @param failed how it failed
     * @param context of the request
     * @return never null
     */
    static McpErrorException of(Failed failed, CallContext context) {
        return answered(failed)
                .orElseGet(
                        () -> failed.outcome() == Outcome.INTERNAL ? internal(context) : unanswered(failed, context));
    }

    /**
     * The error with which a server answered.
     *
     * @param failed how a call failed
     * @return with its code, message and data; empty if the server did not answer with one
     */
    static Optional<McpErrorException> answered(Failed failed) {
        return failed.answeredError().map(CallErrors::asItCame);
    }

    private static McpErrorException asItCame(JsonRpcError error) {
        return McpErrorException.inBand(
                error.code().orElse(ErrorCode.INTERNAL_ERROR),
                error.message(),
                error.data().orElse(null));
    }

    /**
     * A defect of the gateway.
     *
     * @param context of the request
     * @return tells nothing but where to look
     */
    static McpErrorException internal(CallContext context) {
        return McpErrorException.inBand(
                ErrorCode.INTERNAL_ERROR,
                "The gateway failed; its log has the cause under request " + context.requestId(),
                null);
    }

    private static McpErrorException unanswered(Failed failed, CallContext context) {
        ObjectNode data = Json.object();
        detail(data, failed.outcome(), failed.upstream(), failed.retryAfter(), context);
        return McpErrorException.inBand(ErrorCode.INTERNAL_ERROR, failed.message(), data);
    }

    /**
     * What programs can read of a failure.
     *
     * @param detail gets {@code code}, {@code upstream}, {@code retry_after} in seconds and {@code request_id}
     */
    static void detail(
            ObjectNode detail, Outcome outcome, String upstream, Optional<Duration> retryAfter, CallContext context) {
        detail.put("code", outcome.code());
        if (!upstream.isEmpty()) {
            detail.put("upstream", upstream);
        }
        retryAfter.ifPresent(wait -> detail.put("retry_after", Math.max(1, wait.toSeconds())));
        detail.put("request_id", context.requestId());
    }
}
