package io.mehari.upstream.http.client;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Keeps what a server says about addresses within its own origin: credentials must not travel. */
public final class Origins {
    private Origins() {}

    /** The address a reference means, seen from a base; empty if it is not one or has another origin. */
    public static Optional<URI> resolve(URI base, String reference) {
        try {
            URI target = base.resolve(reference);
            return origin(base).equals(origin(target)) ? Optional.of(target) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String origin(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        int port = uri.getPort() < 0 ? standard : uri.getPort();
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }
}
