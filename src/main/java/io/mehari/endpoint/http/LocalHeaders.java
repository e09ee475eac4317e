package io.mehari.endpoint.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Headers that clients on the gateway's own machine send. There is no end of headers by which proxies, tunnels and
 * content networks pass on whom they speak for, so what is known is the other side: any header that is not here may be
 * one of theirs. Stateless.
 */
final class LocalHeaders {
    private static final Set<String> KNOWN = Set.of(
            "accept",
            "accept-charset",
            "accept-encoding",
            "accept-language",
            "access-control-request-headers",
            "access-control-request-method",
            "authorization",
            "baggage",
            "cache-control",
            "connection",
            "content-encoding",
            "content-language",
            "content-length",
            "content-type",
            "cookie",
            "date",
            "dnt",
            "expect",
            "host",
            "http2-settings",
            "idempotency-key",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-unmodified-since",
            "keep-alive",
            "last-event-id",
            "origin",
            "postman-token",
            "pragma",
            "priority",
            "range",
            "referer",
            "te",
            "traceparent",
            "tracestate",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "upgrade-insecure-requests",
            "user-agent",
            "x-prometheus-scrape-timeout-seconds",
            "x-request-id",
            "x-requested-with");

    /** Of browsers: fetch metadata and client hints, which no page can set. */
    private static final String BROWSER = "sec-";

    private LocalHeaders() {}

    /**
     * The first header that is not a local client's.
     *
     * @param headers of a request
     * @return its name; empty if there is none
     */
    static Optional<String> foreign(HttpHeaders headers) {
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            String name = all.next().getKey().toString().toLowerCase(Locale.ROOT);
            if (!KNOWN.contains(name) && !name.startsWith(BROWSER)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }
}
