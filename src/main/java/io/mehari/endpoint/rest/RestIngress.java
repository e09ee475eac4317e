package io.mehari.endpoint.rest;

import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.call.ToolCall;
import io.mehari.endpoint.http.HeadCheck;
import io.mehari.endpoint.http.OptionsAnswer;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.form.ResultForms;
import io.mehari.exchange.ExchangeState;
import io.mehari.security.AccessDecision;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessDecision.Granted;
import io.mehari.security.AccessLevel;
import io.mehari.security.AccessRules;
import io.mehari.security.FailedKeys;
import io.mehari.security.OriginRules;
import io.mehari.upstream.ForwardedHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
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
    private final OriginRules origins;
    private final AccessRules access;
    private final ShortPaths paths;
    private final FailedKeys failedKeys;
    private final ForwardedHeaders forwarded;
    private final KeyedCallHandler keyedCalls;
    private final AccessAnswers refusals;
    private final ResultForms forms;
    private final CallBody bodies;

    /**
     * The step for one server.
     *
     * @param origins which hosts and origins may use the gateway
     * @param access which callers may do what
     * @param paths what is at which path
     * @param failedKeys counts keys that are none
     * @param forwarded finds the headers that go on to servers
     * @param bodies makes calls of requests for tools
     * @param forms chooses the form of rejections
     * @param keyedCalls answers calls with an idempotency key
     * @param refusals answers those who are denied access
     */
    RestIngress(
            OriginRules origins,
            AccessRules access,
            ShortPaths paths,
            FailedKeys failedKeys,
            ForwardedHeaders forwarded,
            CallBody bodies,
            ResultForms forms,
            KeyedCallHandler keyedCalls,
            AccessAnswers refusals) {
        this.keyedCalls = keyedCalls;
        this.forms = forms;
        this.bodies = bodies;
        this.failedKeys = failedKeys;
        this.forwarded = forwarded;
        this.refusals = refusals;
        this.origins = origins;
        this.access = access;
        this.paths = paths;
    }

    @Override
    public Response refusal(Request head) {
        try {
            head.keep(decide(head));
            return null;
        } catch (AccessDeniedException denied) {
            return refusals.render(head, denied);
        } catch (RequestRejectedException rejected) {
            return forms.of(head.target()).render(head.context(), rejected);
        }
    }

    @Override
    public void process(Exchange exchange) {
        Request request = (Request) exchange.getMessage().getBody();
        try {
            if (!(request.kept() instanceof Admission)) {
                request.keep(decide(request));
            }
            accept(exchange, request, Admission.of(request));
        } catch (AccessDeniedException denied) {
            exchange.getMessage().setBody(refusals.render(request, denied));
        } catch (RequestRejectedException rejected) {
            exchange.getMessage().setBody(forms.of(request.target()).render(request.context(), rejected));
        }
    }

    private Admission decide(Request request) {
        origins.rejection(request.header(HttpHeaderNames.HOST), request.origin())
                .ifPresent(rejection -> {
                    throw new RequestRejectedException(rejection);
                });
        RequestTarget target = RequestTarget.parse(request.target());
        boolean question = request.method().equals(HttpMethod.OPTIONS);
        Map<HttpMethod, RestRouter.Operation> found = paths.at(request, target);
        RestRouter.Operation operation = found.get(request.method());
        boolean exact = paths.isExact(target);
        if (operation == null && question && !found.isEmpty() && (!exact || OptionsAnswer.isPreflight(request))) {
            return new Admission(target, found, null, Caller.ANONYMOUS, CallOptions.NONE);
        }
        // In strict mode those without a key do not learn what is served where.
        Caller caller = callerOf(request, operation);
        if (found.isEmpty()) {
            throw paths.unknown(target);
        }
        if (operation == null) {
            throw methodNotAllowed(request, found, exact);
        }
        if (request.method().equals(HttpMethod.POST)) {
            requirePlain(request.header(HttpHeaderNames.CONTENT_ENCODING), exact);
        }
        return new Admission(target, found, operation, caller, CallOptions.of(request, target));
    }

    private static void requirePlain(String contentEncoding, boolean exact) {
        if (contentEncoding != null && !contentEncoding.isBlank() && !contentEncoding.equalsIgnoreCase("identity")) {
            if (exact) {
                throw RequestRejectedException.of(RejectionReason.BAD_REQUEST, "There was an error parsing the body");
            }
            throw new RequestRejectedException(new Rejection(
                    RejectionReason.UNSUPPORTED_MEDIA_TYPE,
                    "The body must not be compressed: send it without the header Content-Encoding",
                    Map.of("accept-encoding", "identity")));
        }
    }

    private void accept(Exchange exchange, Request request, Admission admission) {
        if (admission.operation() == null) {
            exchange.getMessage().setBody(options(request, admission));
            return;
        }
        CallContext context = request.contextOf(admission.caller());
        if (admission.operation() instanceof RestRouter.Operation.Tool tool) {
            CallContext own = forwarded.onto(context, tool.server(), request.headers());
            ToolCall call = bodies.read(request, tool, own);
            String key = admission.options().key();
            if (key != null) {
                exchange.getMessage().setBody(keyedCalls.exchange(request, admission, key, call));
                return;
            }
            exchange.setProperty(ExchangeState.CALL, call);
            exchange.setProperty(ExchangeState.CONTROL, RestCallControl.of(request));
            exchange.getMessage().setBody(call.arguments());
        } else if (admission.operation() instanceof RestRouter.Operation.Handled handled) {
            exchange.getMessage().setBody(new RestExchange(handled.handler(), request, admission.target(), context));
        }
    }

    private Caller callerOf(Request request, RestRouter.Operation operation) {
        AccessLevel level = operation == null ? AccessLevel.DOCUMENT : operation.level();
        AccessDecision decision = failedKeys.count(
                access.decide(level, request.header(HttpHeaderNames.AUTHORIZATION), request::traceOfProxy),
                request.peer());
        if (decision instanceof Denied denied) {
            throw new AccessDeniedException(denied, operation);
        }
        return ((Granted) decision).caller();
    }

    private Response options(Request request, Admission admission) {
        String origin = request.origin();
        return OptionsAnswer.of(
                request,
                allow(admission.found(), false),
                origin != null && origins.names(origin),
                paths.isExact(admission.target()));
    }

    private static RequestRejectedException methodNotAllowed(
            Request request, Map<HttpMethod, RestRouter.Operation> found, boolean exact) {
        String methods = allow(found, exact);
        return new RequestRejectedException(new Rejection(
                RejectionReason.METHOD_NOT_ALLOWED,
                "This path does not take " + request.method().name() + "; use one of " + methods,
                Map.of("allow", methods)));
    }

    /** mcpo names what its routes name, which is neither OPTIONS nor HEAD. */
    private static String allow(Map<HttpMethod, RestRouter.Operation> found, boolean exact) {
        TreeSet<String> methods =
                found.keySet().stream().map(HttpMethod::name).collect(Collectors.toCollection(TreeSet::new));
        if (exact) {
            return String.join(", ", methods);
        }
        methods.add(HttpMethod.OPTIONS.name());
        if (found.containsKey(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD.name());
        }
        return String.join(", ", methods);
    }
}
