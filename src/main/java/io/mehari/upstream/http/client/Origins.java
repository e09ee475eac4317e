package io.mehari.upstream.http.client;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Keeps what a server says about addresses within its own origin: credentials must not travel. */
public final class Origins {
    private Origins() {}

    /** The address a reference means, seen from a base; empty if it is not one or has another origin. */
    public static Optional<URI> resolve(URI base, String reference) {
        try {
            boolean queryOnly = reference.startsWith("?"); // which URI resolves as an older RFC said
            URI target = base.resolve(queryOnly ? base.getRawPath() + reference : reference);
            return origin(base).equals(origin(target)) ? Optional.of(target) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * An address as it may stand in messages: without user, query and fragment, which may hold secrets.
     *
     * @return at most 200 characters
     */
    public static String shown(URI uri) {
        return shown(uri.toString());
    }

    /** As {@link #shown(URI)}, of what a server has written. */
    public static String shown(String address) {
        String text =
                address.replaceFirst("(?s)[?#].*", "").replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*:)?//[^/]*@", "$1//");
        return Shown.text(text);
    }

    /** Host and port, without a user, of any name that a URI may have. */
    static String authority(URI uri) {
        String authority = Objects.toString(uri.getRawAuthority(), "/");
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    /** Scheme, host and port. {@link URI#getHost()} is null for names that the RFC does not know, such as those with an underscore. */
    private static String origin(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = authority(uri).toLowerCase(Locale.ROOT);
        String standard = scheme.equals("https") ? ":443" : ":80";
        return scheme + "://" + (host.matches(".*:\\d+") ? host : host.replaceFirst(":$", "") + standard);
    }
}
