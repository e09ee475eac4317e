package io.mehari.endpoint.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.call.ToolCall;
import io.mehari.endpoint.http.Rejection;
import io.mehari.endpoint.http.RejectionReason;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.RequestRejectedException;
import io.mehari.endpoint.http.RequestTarget;
import io.mehari.endpoint.http.Response;
import io.mehari.exchange.ExchangeState;
import io.mehari.security.AccessDecision;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessDecision.Granted;
import io.mehari.security.AccessRules;
import io.mehari.security.OriginRules;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * First step of the ingress route: checks who the caller is, reads the request and decides what it is. Leaves either a
 * {@link ToolCall} in {@link ExchangeState#CALL} with its arguments as body, or a {@link RestExchange}, or the {@link
 * Response}. Safe for concurrent use.
 */
final class RestIngress implements Processor {
    private static final String PREFLIGHT_SECONDS = "600";

    private final OriginRules origins;
    private final AccessRules access;
    private final RestRouter router;

    /**
     * The step for one server.
     *
     * @param origins which hosts and origins may use the gateway
     * @param access which callers may do what
     * @param router what is at which path
     */
    RestIngress(OriginRules origins, AccessRules access, RestRouter router) {
        this.origins = origins;
        this.access = access;
        this.router = router;
    }

    @Override
    public void process(Exchange exchange) {
        Request request = (Request) exchange.getMessage().getBody();
        try {
            admit(exchange, request);
        } catch (RequestRejectedException rejected) {
            exchange.getMessage().setBody(ResultForm.of(request.target()).render(request.context(), rejected));
        }
    }

    private void admit(Exchange exchange, Request request) {
        requireKnownHost(request);
        RequestTarget target = RequestTarget.parse(request.target());
        Map<HttpMethod, RestRouter.Operation> found = router.at(target);
        RestRouter.Operation operation = found.get(request.method());
        if (operation != null) {
            accept(exchange, request, target, operation);
        } else if (request.method().equals(HttpMethod.OPTIONS)) {
            exchange.getMessage().setBody(options(found));
        } else {
            throw methodNotAllowed(request, found);
        }
    }

    private void requireKnownHost(Request request) {
        if (request.count(HttpHeaderNames.HOST) != 1) {
            throw new RequestRejectedException(
                    Rejection.of(RejectionReason.BAD_REQUEST, "The request must have exactly one Host header"));
        }
        origins.rejection(request.header(HttpHeaderNames.HOST), request.origin())
                .ifPresent(rejection -> {
                    throw new RequestRejectedException(rejection);
                });
    }

    private void accept(Exchange exchange, Request request, RequestTarget target, RestRouter.Operation operation) {
        CallContext context = request.contextOf(callerOf(request, operation));
        if (operation instanceof RestRouter.Operation.Tool tool) {
            ObjectNode arguments = BodyReader.object(request);
            exchange.setProperty(ExchangeState.CALL, new ToolCall(tool.server(), tool.tool(), arguments, context));
            exchange.setProperty(ExchangeState.CONTROL, RestCallControl.of(request));
            exchange.getMessage().setBody(arguments);
        } else if (operation instanceof RestRouter.Operation.Handled handled) {
            exchange.getMessage().setBody(new RestExchange(handled.handler(), request, target, context));
        }
    }

    private Caller callerOf(Request request, RestRouter.Operation operation) {
        AccessDecision decision =
                access.decide(operation.level(), request.header(HttpHeaderNames.AUTHORIZATION), request::isForwarded);
        if (decision instanceof Denied denied) {
            throw new RequestRejectedException(denied.rejection());
        }
        return ((Granted) decision).caller();
    }

    private static Response options(Map<HttpMethod, RestRouter.Operation> found) {
        String methods = allow(found);
        return Response.empty(
                HttpResponseStatus.NO_CONTENT,
                Map.of(
                        "allow", methods,
                        "access-control-allow-methods", methods,
                        "access-control-allow-headers", "Authorization, Content-Type, X-Request-Id",
                        "access-control-max-age", PREFLIGHT_SECONDS));
    }

    private static RequestRejectedException methodNotAllowed(
            Request request, Map<HttpMethod, RestRouter.Operation> found) {
        String methods = allow(found);
        return new RequestRejectedException(new Rejection(
                RejectionReason.METHOD_NOT_ALLOWED,
                "This path does not take " + request.method().name() + "; use one of " + methods,
                Map.of("allow", methods)));
    }

    private static String allow(Map<HttpMethod, RestRouter.Operation> found) {
        TreeSet<String> methods =
                found.keySet().stream().map(HttpMethod::name).collect(Collectors.toCollection(TreeSet::new));
        methods.add(HttpMethod.OPTIONS.name());
        if (found.containsKey(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD.name());
        }
        return String.join(", ", methods);
    }
}
