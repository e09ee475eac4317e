package io.mehari.endpoint.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.protocol.Json;
import io.mehari.security.AccessDecision.Denied;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Short answers of the live plane. Stateless. */
final class Answers {
    private Answers() {}

    /** Answers with a code and a sentence. */
    static boolean refuse(Response response, Callback callback, int status, String code, String message) {
        ObjectNode body = Json.object();
        body.putObject("error").put("code", code).put("message", message);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, Json.text(body), callback);
        return true;
    }

    /** Answers those who are denied access. */
    static boolean refuse(Response response, Callback callback, Denied denied) {
        denied.challenges().forEach(challenge -> response.getHeaders().add(HttpHeader.WWW_AUTHENTICATE, challenge));
        Outcome outcome = denied.rejection().outcome();
        return refuse(
                response,
                callback,
                status(outcome),
                outcome.code(),
                denied.rejection().message());
    }

    private static int status(Outcome outcome) {
        return switch (outcome) {
            case UNAUTHENTICATED -> 401;
            case RATE_LIMITED -> 429;
            default -> 403;
        };
    }
}
