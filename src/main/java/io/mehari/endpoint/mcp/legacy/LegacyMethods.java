package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.ProgressListener;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.method.McpCall;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.text.Causes;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the requests of sessions, those that only the legacy era has among them. Safe for concurrent use. */
final class LegacyMethods {
    /** Most requests of one session that run at the same time. */
    static final int MOST_RUNNING = 256;

    private static final Logger LOG = LoggerFactory.getLogger(LegacyMethods.class);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String PROGRESS_TOKEN = "progressToken";

    private final SessionServices services;

    LegacyMethods(SessionServices services) {
        this.services = services;
    }

    /**
     * Runs one request.
     *
     * @param outlet where goes what is to be sent before the answer
     * @return ends with the answer, or null if the request is cancelled; never exceptionally
     */
    CompletableFuture<Answer> run(Session session, JsonRpcMessage request, McpExchange exchange, Outlet outlet) {
        JsonNode id = request.id();
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CallControl control = new CallControl(
                progress(request, outlet), exchange.request().channel().executor(), new SessionClient(session, outlet));
        RunningRequest run = new RunningRequest(control, answer);
        try {
            begin(session, id, run);
        } catch (McpErrorException e) {
            answer.complete(Answer.error(id.isValueNode() ? id : null, e));
            return answer;
        }
        result(session, request, exchange, control).whenComplete((result, failure) -> {
            session.end(id, run);
            answer.complete(failure == null ? Answer.result(id, result) : Answer.error(id, error(failure, exchange)));
        });
        return answer;
    }

    private static void begin(Session session, JsonNode id, RunningRequest run) {
        if (!id.isTextual() && !id.isNumber()) {
            throw McpErrorException.badRequest(
                    ErrorCode.INVALID_REQUEST, "The id of a request must be a text or a number", null);
        }
        if (session.runningRequests() >= MOST_RUNNING) {
            throw new McpErrorException(
                    TOO_MANY_REQUESTS,
                    ErrorCode.INVALID_REQUEST,
                    "The session has " + MOST_RUNNING + " requests running already; wait until some have ended",
                    null,
                    Map.of("retry-after", "1"));
        }
        if (!session.begin(id, run)) {
            throw McpErrorException.badRequest(
                    ErrorCode.INVALID_REQUEST, "A request with this id is running already: ids must be unique", null);
        }
    }

    private CompletableFuture<ObjectNode> result(
            Session session, JsonRpcMessage request, McpExchange exchange, CallControl control) {
        try {
            JsonNode given = request.params();
            if (!given.isMissingNode() && !given.isNull() && !given.isObject()) {
                throw McpErrorException.invalidParams("params must be an object");
            }
            ObjectNode params = given instanceof ObjectNode object ? object : Json.object();
            return switch (request.method()) {
                case McpMethod.PING -> CompletableFuture.completedFuture(Json.object());
                case McpMethod.LOGGING_SET_LEVEL -> {
                    session.level(LogLevel.set(params));
                    yield CompletableFuture.completedFuture(Json.object());
                }
                case McpMethod.RESOURCES_SUBSCRIBE ->
                    session.subscriptions().watch(uri(params)).thenApply(watched -> Json.object());
                case McpMethod.RESOURCES_UNSUBSCRIBE -> {
                    session.subscriptions().unwatch(uri(params));
                    yield CompletableFuture.completedFuture(Json.object());
                }
                default ->
                    services.methods()
                            .apply(new McpCall(
                                    request.id(),
                                    request.method(),
                                    params,
                                    session.view(),
                                    exchange.context(),
                                    control,
                                    exchange.request()));
            };
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static String uri(ObjectNode params) {
        JsonNode uri = params.path("uri");
        if (!uri.isTextual() || uri.textValue().isEmpty()) {
            throw McpErrorException.invalidParams("uri is missing: the address of the resource, a text");
        }
        return uri.textValue();
    }

    /** Progress goes on under the token that the client gave, of its very type; without a token there is none. */
    private static ProgressListener progress(JsonRpcMessage request, Outlet outlet) {
        JsonNode token = request.params().path("_meta").path(PROGRESS_TOKEN);
        if (!token.isTextual() && !token.isNumber()) {
            return ProgressListener.NONE;
        }
        return params -> {
            ObjectNode own = Json.object();
            own.set(PROGRESS_TOKEN, token);
            own.setAll(params);
            own.set(PROGRESS_TOKEN, token);
            outlet.send(JsonRpcMessage.notification(McpMethod.PROGRESS, own));
        };
    }

    private static McpErrorException error(Throwable failure, McpExchange exchange) {
        Throwable cause = Causes.unwrapped(failure);
        if (cause instanceof McpErrorException error) {
            return error;
        }
        LOG.error("Request {} failed", exchange.context().requestId(), cause);
        return McpErrorException.inBand(
                ErrorCode.INTERNAL_ERROR,
                "The gateway failed; its log has the cause under request "
                        + exchange.context().requestId(),
                null);
    }
}
