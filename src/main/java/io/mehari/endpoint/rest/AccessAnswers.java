package io.mehari.endpoint.rest;

import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.rest.RestRouter.Operation.Tool;
import io.mehari.endpoint.rest.form.ResultForm;
import io.mehari.endpoint.rest.form.ResultForms;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.DenialCause;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Responses to requests that are denied access, with the challenges of the place. In mode {@code exact} the short form has
 * mcpo's statuses and texts, a string as {@code detail}. Immutable.
 *
 * @param forms chooses the form of each
 * @param strict whether documents ask for a key as well, for which mcpo has texts of their own
 * @param tools whether there is a tool, by the names of its server and its own; without strict mode mcpo looks for it
 *     before it looks at the key
 */
record AccessAnswers(ResultForms forms, boolean strict, BiPredicate<String, String> tools) {
    private static final String CHALLENGES = "www-authenticate";
    private static final String MISSING = "Missing or invalid Authorization header";

    /**
     * The response to one request.
     *
     * @param request what was asked for
     * @param access why it is denied, and what is at the place
     * @return 401, 403 or 429; 404 where mcpo says so
     */
    Response render(Request request, AccessDeniedException access) {
        ResultForm form = forms.of(request.target());
        boolean likeMcpo = forms.isExact(request.target());
        if (likeMcpo && !strict && access.operation() instanceof Tool tool && !tools.test(tool.server(), tool.tool())) {
            return form.render(request.context(), Rejected.notFound("Not Found"));
        }
        Denied denied = access.denied();
        Response response = form.render(request.context(), denied.rejection());
        Map<String, String> headers = new HashMap<>(response.headers());
        if (likeMcpo) {
            return likeMcpo(denied, response.status(), headers);
        }
        if (!denied.challenges().isEmpty()) {
            headers.put(CHALLENGES, String.join("\n", denied.challenges()));
        }
        return new Response(response.status(), response.contentType(), headers, response.content());
    }

    private Response likeMcpo(Denied denied, HttpResponseStatus ours, Map<String, String> headers) {
        DenialCause cause = denied.cause();
        boolean forbidden = cause == DenialCause.UNKNOWN_KEY || cause == DenialCause.UNKNOWN_PASSWORD && strict;
        headers.remove(CHALLENGES);
        if (!forbidden && !denied.challenges().isEmpty()) {
            headers.put(CHALLENGES, strict && cause != DenialCause.BASIC_ELSEWHERE ? "Bearer, Basic" : "Bearer");
        }
        String detail = detail(denied);
        return Response.json(forbidden ? HttpResponseStatus.FORBIDDEN : ours, headers, json -> {
            json.writeStartObject();
            json.writeStringField("detail", detail);
            json.writeEndObject();
        });
    }

    /** Texts of mcpo, which tells them apart in strict mode only; ours for what mcpo does not know. */
    private String detail(Denied denied) {
        return switch (denied.cause()) {
            case UNKNOWN_KEY -> "Invalid API key";
            case UNKNOWN_PASSWORD -> strict ? "Invalid credentials" : MISSING;
            case MALFORMED -> strict ? "Invalid Basic Authentication format" : MISSING;
            case OTHER_SCHEME -> strict ? "Unsupported authorization method" : MISSING;
            case NO_KEY, BASIC_ELSEWHERE -> MISSING;
            case EXPIRED, SCOPE, FOREIGN, THROTTLED -> denied.rejection().message();
        };
    }
}
