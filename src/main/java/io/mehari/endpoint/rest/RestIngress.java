package io.mehari.endpoint.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.call.ToolCall;
import io.mehari.endpoint.http.HeadCheck;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.exchange.ExchangeState;
import io.mehari.security.AccessDecision;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessDecision.Granted;
import io.mehari.security.AccessLevel;
import io.mehari.security.AccessRules;
import io.mehari.security.FailedKeys;
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
 * Decides, with the head of a request, who the caller is and what is asked for, and is the first step of the ingress
 * route, which reads the body. Leaves either a
 * {@link ToolCall} in {@link ExchangeState#CALL} with its arguments as body, or a {@link RestExchange}, or the {@link
 * Response}. Safe for concurrent use.
 */
final class RestIngress implements Processor, HeadCheck {
    private static final String PREFLIGHT_SECONDS = "600";

    private final OriginRules origins;
    private final AccessRules access;
    private final RestRouter router;
    private final FailedKeys failedKeys;
    private final ForwardedHeaders forwarded;

    /**
     * The step for one server.
     *
     * @param origins which hosts and origins may use the gateway
     * @param access which callers may do what
     * @param router what is at which path
     * @param failedKeys counts keys that are none
     * @param forwarded finds the headers that go on to servers
     */
    RestIngress(
            OriginRules origins,
            AccessRules access,
            RestRouter router,
            FailedKeys failedKeys,
            ForwardedHeaders forwarded) {
        this.failedKeys = failedKeys;
        this.forwarded = forwarded;
        this.origins = origins;
        this.access = access;
        this.router = router;
    }

    @Override
    public Response refusal(Request head) {
        try {
            head.keep(decide(head));
            return null;
        } catch (RequestRejectedException rejected) {
            return ResultForm.of(head.target()).render(head.context(), rejected);
        }
    }

    @Override
    public void process(Exchange exchange) {
        Request request = (Request) exchange.getMessage().getBody();
        try {
            accept(exchange, request, request.kept() instanceof Admission known ? known : decide(request));
        } catch (RequestRejectedException rejected) {
            exchange.getMessage().setBody(ResultForm.of(request.target()).render(request.context(), rejected));
        }
    }

    private Admission decide(Request request) {
        origins.rejection(request.header(HttpHeaderNames.HOST), request.origin())
                .ifPresent(rejection -> {
                    throw new RequestRejectedException(rejection);
                });
        RequestTarget target = RequestTarget.parse(request.target());
        boolean question = request.method().equals(HttpMethod.OPTIONS);
        Map<HttpMethod, RestRouter.Operation> found = router.at(target);
        RestRouter.Operation operation = found.get(request.method());
        if (operation == null && question && !found.isEmpty()) {
            return new Admission(target, found, null, Caller.ANONYMOUS);
        }
        // In strict mode those without a key do not learn what is served where.
        Caller caller = callerOf(request, operation == null ? AccessLevel.DOCUMENT : operation.level());
        if (found.isEmpty()) {
            throw router.unknown();
        }
        if (operation == null) {
            throw methodNotAllowed(request, found);
        }
        if (request.method().equals(HttpMethod.POST)) {
            requirePlain(request.header(HttpHeaderNames.CONTENT_ENCODING));
        }
        return new Admission(target, found, operation, caller);
    }

    private static void requirePlain(String contentEncoding) {
        if (contentEncoding != null && !contentEncoding.isBlank() && !contentEncoding.equalsIgnoreCase("identity")) {
            throw new RequestRejectedException(new Rejection(
                    RejectionReason.UNSUPPORTED_MEDIA_TYPE,
                    "The body must not be compressed: send it without the header Content-Encoding",
                    Map.of("accept-encoding", "identity")));
        }
    }

    private void accept(Exchange exchange, Request request, Admission admission) {
        if (admission.operation() == null) {
            exchange.getMessage().setBody(options(admission.found()));
            return;
        }
        CallContext context = request.contextOf(admission.caller());
        if (admission.operation() instanceof RestRouter.Operation.Tool tool) {
            ObjectNode arguments = BodyReader.object(request);
            CallContext own = context.with(forwarded.of(tool.server(), request, admission.caller()));
            exchange.setProperty(ExchangeState.CALL, new ToolCall(tool.server(), tool.tool(), arguments, own));
            exchange.setProperty(ExchangeState.CONTROL, RestCallControl.of(request));
            exchange.getMessage().setBody(arguments);
        } else if (admission.operation() instanceof RestRouter.Operation.Handled handled) {
            exchange.getMessage().setBody(new RestExchange(handled.handler(), request, admission.target(), context));
        }
    }

    private Caller callerOf(Request request, AccessLevel level) {
        AccessDecision decision =
                access.decide(level, request.header(HttpHeaderNames.AUTHORIZATION), request::traceOfProxy);
        if (decision instanceof Denied denied) {
            if (denied.unknownKey()) {
                failedKeys.add(request.peer());
            }
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
