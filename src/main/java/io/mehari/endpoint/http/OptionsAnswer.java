package io.mehari.endpoint.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The answer to {@code OPTIONS}: the methods of a path and, for pages of other origins, what they may send there (Fetch
 * standard, CORS preflight). Which origins may is decided before. Stateless.
 */
public final class OptionsAnswer {
    /** Names that are allowed to a page that asks for none. */
    private static final String USUAL_HEADERS = "Authorization, Content-Type, Idempotency-Key, X-Request-Id";

    /** Most names of headers that are looked at in one question. */
    private static final int MOST_HEADERS = 64;

    private static final int MOST_CHARACTERS = 2_048;
    private static final String SECONDS = "600";
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
    private static final Response.Content OK = body -> body.write("OK".getBytes(StandardCharsets.US_ASCII));

    private OptionsAnswer() {}

    /**
     * Whether a page asks what it may send.
     *
     * @param request with method OPTIONS
     * @return false for a client that asks for the methods of a path
     */
    public static boolean isPreflight(Request request) {
        return request.origin() != null && request.header(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD) != null;
    }

    /**
     * The answer.
     *
     * @param request with method OPTIONS
     * @param methods of its path
     * @param named whether the page's origin is allowed by its name, and not because all are
     * @param exact whether it has mcpo's status and body
     * @return never null
     */
    public static Response of(Request request, String methods, boolean named, boolean exact) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("allow", methods);
        headers.put("access-control-allow-methods", methods);
        headers.put("access-control-allow-headers", allowed(request));
        headers.put("access-control-max-age", SECONDS);
        headers.put("vary", "Access-Control-Request-Method, Access-Control-Request-Headers");
        if (named && "true".equals(request.header("access-control-request-private-network"))) {
            headers.put("access-control-allow-private-network", "true");
        }
        return exact
                ? new Response(HttpResponseStatus.OK, "text/plain; charset=utf-8", headers, OK)
                : Response.empty(HttpResponseStatus.NO_CONTENT, headers);
    }

    /** What the page wants to send, as far as it is made of names: no header decides anything by being there. */
    private static String allowed(Request request) {
        String asked = request.header(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
        if (asked == null || asked.length() > MOST_CHARACTERS) {
            return USUAL_HEADERS;
        }
        String names = Stream.of(asked.split(",", MOST_HEADERS + 1))
                .limit(MOST_HEADERS)
                .map(String::strip)
                .filter(name -> NAME.matcher(name).matches())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? USUAL_HEADERS : names;
    }
}
