package io.mehari.upstream.http.client;

import io.mehari.call.ClientHeaders;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.Map;
import org.asynchttpclient.uri.Uri;

/**
 * Address and headers of a request, checked and parsed: the same for every call of a connection. Not changed any more.
 *
 * @param uri the address it was made of
 * @param headers the headers it was made of, without those that are configured
 * @param target the address as the HTTP client wants it
 * @param lines all headers as the HTTP client wants them
 */
record RequestHead(URI uri, Map<String, String> headers, Uri target, HttpHeaders lines) {
    static final String COOKIE = "Cookie";

    /** A head that no header of a caller is part of. */
    static RequestHead of(URI uri, Map<String, String> configured, Map<String, String> headers, boolean json) {
        return of(uri, configured, ClientHeaders.NONE, headers, json);
    }

    /**
     * A head; of two headers of one name that of the request counts, then that of the caller, then the configured one.
     *
     * @param caller headers of a caller, selected by what the server's entry allows
     */
    static RequestHead of(
            URI uri, Map<String, String> configured, ClientHeaders caller, Map<String, String> headers, boolean json) {
        HttpHeaders lines = new DefaultHttpHeaders();
        configured.forEach(lines::set);
        caller.values().forEach(lines::set);
        if (json) {
            lines.set("Content-Type", "application/json");
        }
        headers.forEach((name, value) -> set(lines, name, value));
        return new RequestHead(uri, headers, Uri.create(uri.toString()), lines);
    }

    /** Cookies of the session stand beside those that are configured. */
    private static void set(HttpHeaders lines, String name, String value) {
        String configured = name.equalsIgnoreCase(COOKIE) ? lines.get(COOKIE) : null;
        lines.set(name, configured == null ? value : configured + "; " + value);
    }

    /** Whether it was made of these very objects, which is what tells without a comparison for each call. */
    boolean isMadeOf(URI other, Map<String, String> others) {
        return uri == other && headers == others;
    }
}
