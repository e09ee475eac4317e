package io.mehari.bridge;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The endpoint that a bridge leads to.
 *
 * @param url of streamable HTTP, such as {@code http://127.0.0.1:8000/mcp}
 * @param headers sent with each request; may hold secrets
 */
public record Target(URI url, Map<String, String> headers) {
    /** Headers that follow from the protocol, or from HTTP. */
    private static final Set<String> OWN = Set.of(
            "accept",
            "content-type",
            "mcp-session-id",
            "mcp-protocol-version",
            "mcp-method",
            "mcp-name",
            "last-event-id");

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if the url is none of HTTP, or a header cannot be sent; names it, without its value
     */
    public Target {
        headers = Map.copyOf(headers);
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || url.getHost() == null) {
            throw new IllegalArgumentException("expected an address such as http://127.0.0.1:8000/mcp, not " + url);
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("an address must not contain a password: give a header instead");
        }
        HttpRequest.Builder trial = HttpRequest.newBuilder(url);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            check(trial, header.getKey(), header.getValue());
        }
    }

    private static void check(HttpRequest.Builder trial, String name, String value) {
        if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("header " + name + " is set by the protocol");
        }
        try {
            trial.setHeader(name, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("header " + name + " cannot be sent: its name or value is not valid", e);
        }
    }

    /**
     * The same with a key.
     *
     * @param key of the gateway; a header {@code Authorization} that is there already is replaced
     * @return a new target
     */
    public Target withKey(String key) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.keySet().removeIf("authorization"::equalsIgnoreCase);
        all.put("Authorization", "Bearer " + key);
        return new Target(url, all);
    }

    /** Whether it brings something to be recognised by. */
    boolean hasKey() {
        return headers.keySet().stream().anyMatch("authorization"::equalsIgnoreCase);
    }

    /** Without the values of headers. */
    @Override
    public String toString() {
        return "Target[" + url + ", headers=" + headers.keySet() + "]";
    }
}
