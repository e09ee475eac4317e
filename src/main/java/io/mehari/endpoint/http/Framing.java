package io.mehari.endpoint.http;

import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.target.RequestTarget;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * What a request must be for its end, its host and its sender to be certain (RFC 9112, sections 2.3, 3.2, 6.1 and 6.3).
 * Who reads one of them otherwise than a proxy before it runs requests that nobody has checked. Stateless.
 */
final class Framing {
    private static final String CHUNKED = HttpHeaderValues.CHUNKED.toString();

    /** Headers by which something is decided; a second one would be read by one side and not by the other. */
    private static final List<AsciiString> ONCE = List.of(
            HttpHeaderNames.ORIGIN,
            HttpHeaderNames.AUTHORIZATION,
            HttpHeaderNames.CONTENT_TYPE,
            HttpHeaderNames.CONTENT_ENCODING,
            HttpHeaderNames.CONTENT_LENGTH,
            HttpHeaderNames.EXPECT);

    private Framing() {}

    /**
     * Looks at the head of a request.
     *
     * @param request decoded without a failure
     * @return why it is refused and its connection closed; null if it is in order
     */
    static Rejection problem(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1 || !version.protocolName().equals("HTTP")) {
            return Rejection.of(
                    RejectionReason.HTTP_VERSION_NOT_SUPPORTED,
                    "The gateway speaks HTTP/1.1 and HTTP/1.0, not " + version.text());
        }
        HttpHeaders headers = request.headers();
        Rejection coding = coding(headers.getAll(HttpHeaderNames.TRANSFER_ENCODING), version);
        return coding == null ? repeated(request, headers) : coding;
    }

    /** The one coding that is understood is {@code chunked}, once; what else stands there hides where the body ends. */
    private static Rejection coding(List<String> codings, HttpVersion version) {
        if (codings.isEmpty()) {
            return null;
        }
        if (version.minorVersion() == 0) {
            return bad("HTTP/1.0 has no Transfer-Encoding: send Content-Length, or HTTP/1.1");
        }
        if (codings.size() == 1 && codings.get(0).trim().equalsIgnoreCase(CHUNKED)) {
            return null;
        }
        for (String line : codings) {
            for (String coding : line.split(",", -1)) {
                if (!coding.isBlank() && !coding.trim().equalsIgnoreCase(CHUNKED)) {
                    return Rejection.of(
                            RejectionReason.TRANSFER_CODING_UNKNOWN,
                            "The only Transfer-Encoding of requests that is understood is chunked; leave the body as it"
                                    + " is, and send its Content-Length or chunked");
                }
            }
        }
        return bad("Transfer-Encoding must be chunked, once");
    }

    private static Rejection repeated(HttpRequest request, HttpHeaders headers) {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() != 1) {
            return bad("The request must have exactly one Host header");
        }
        for (AsciiString name : ONCE) {
            if (headers.contains(name) && headers.getAll(name).size() > 1) {
                return bad("The request must not have more than one header " + name);
            }
        }
        String target = request.uri();
        return target.startsWith("/") || target.equals("*") || RequestTarget.isAt(target, hosts.get(0))
                ? null
                : bad("The target of the request line must be a path, or http:// or https:// with the host of the Host"
                        + " header before it");
    }

    private static Rejection bad(String message) {
        return Rejection.of(RejectionReason.BAD_REQUEST, message);
    }
}
