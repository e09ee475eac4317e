package io.mehari.endpoint.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.endpoint.http.HeadCheck;
import io.mehari.endpoint.http.OptionsAnswer;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.mcp.message.JsonRpcResponses;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.security.AccessDecision;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessDecision.Granted;
import io.mehari.security.AccessLevel;
import io.mehari.security.AccessRules;
import io.mehari.security.FailedKeys;
import io.mehari.security.OriginRules;
import io.mehari.text.ParserWords;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Decides, with the head of a request to the MCP endpoint, who the caller is and what of the gateway it sees, and is the
 * first step of the ingress routes, which reads the body. Leaves an {@link McpExchange} or the {@link Response}. Safe for
 * concurrent use.
 */
final class McpIngress implements Processor, HeadCheck {
    private static final Set<String> PATHS = Set.of("/mcp", "/sse", "/messages");
    private static final String METHODS = "DELETE, GET, OPTIONS, POST";
    private static final Set<HttpMethod> SERVED = Set.of(HttpMethod.POST, HttpMethod.GET, HttpMethod.DELETE);

    private final OriginRules origins;
    private final AccessRules access;
    private final FailedKeys failedKeys;
    private final McpPaths paths;

    McpIngress(OriginRules origins, AccessRules access, FailedKeys failedKeys, McpPaths paths) {
        this.origins = origins;
        this.access = access;
        this.failedKeys = failedKeys;
        this.paths = paths;
    }

    /** What was decided when the head was there. */
    private record Admitted(McpView view, Caller caller) {}

    @Override
    public boolean decidesAt(String path) {
        return PATHS.contains(path);
    }

    @Override
    public Response refusal(Request head) {
        try {
            Response early = check(head);
            if (early == null) {
                head.keep(admit(head));
            }
            return early;
        } catch (RequestRejectedException rejected) {
            return McpRejections.render(head.context(), rejected);
        }
    }

    @Override
    public void process(Exchange exchange) {
        Request request = (Request) exchange.getMessage().getBody();
        try {
            Response early = request.kept() instanceof Admitted ? null : refusal(request);
            if (early != null) {
                exchange.getMessage().setBody(early);
                return;
            }
            Admitted admitted = (Admitted) request.kept();
            CallContext context = request.contextOf(admitted.caller());
            exchange.getMessage().setBody(new McpExchange(request, admitted.view(), context, body(request)));
        } catch (RequestRejectedException rejected) {
            exchange.getMessage().setBody(McpRejections.render(request.context(), rejected));
        } catch (McpErrorException error) {
            exchange.getMessage().setBody(JsonRpcResponses.error(null, error));
        }
    }

    private Response check(Request head) {
        origins.rejection(head.header(HttpHeaderNames.HOST), head.origin()).ifPresent(rejected -> {
            throw new RequestRejectedException(rejected);
        });
        if (head.method().equals(HttpMethod.OPTIONS)) {
            String origin = head.origin();
            return OptionsAnswer.of(head, METHODS, origin != null && origins.names(origin), false);
        }
        AccessDecision decision = failedKeys.count(
                access.decide(AccessLevel.CALL, head.header(HttpHeaderNames.AUTHORIZATION), head::traceOfProxy),
                head.peer());
        if (decision instanceof Denied denied) {
            return McpRejections.render(head.context(), denied);
        }
        head.keep(((Granted) decision).caller());
        return SERVED.contains(head.method())
                ? null
                : Response.empty(HttpResponseStatus.METHOD_NOT_ALLOWED, Map.of("allow", METHODS));
    }

    private Admitted admit(Request head) {
        Caller caller = (Caller) head.kept();
        List<String> segments = RequestTarget.parse(head.target()).segments();
        return new Admitted(paths.at(segments.subList(1, segments.size())), caller);
    }

    private static JsonNode body(Request request) {
        if (!request.method().equals(HttpMethod.POST)) {
            return MissingNode.getInstance();
        }
        JsonNode body = read(request.body());
        if (!body.isObject() && !body.isArray()) {
            throw McpErrorException.badRequest(
                    ErrorCode.INVALID_REQUEST, "The body must be one JSON-RPC message, a JSON object", null);
        }
        return body;
    }

    private static JsonNode read(byte[] body) {
        try {
            return Json.read(body);
        } catch (IOException e) {
            String reason = e instanceof JsonProcessingException json
                    ? ParserWords.plain(json.getOriginalMessage())
                    : "not UTF-8";
            throw McpErrorException.badRequest(
                    ErrorCode.PARSE_ERROR, "The body cannot be read as JSON: " + reason, null);
        }
    }
}
