package io.mehari.security;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Rejected;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps foreign web pages away from the gateway: a page may not reach it under a name of its own (DNS rebinding), nor
 * from an origin that is not allowed. Safe for concurrent use.
 */
public final class OriginRules {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> allowed;
    private final boolean loopback;
    private final boolean tls;

    /**
     * The rules for one server.
     *
     * @param settings name the origins that are allowed
     * @param loopback whether the address served is loopback
     * @param tls whether it is served by TLS
     */
    public OriginRules(SecuritySettings settings, boolean loopback, boolean tls) {
        this.allowed = Set.copyOf(settings.allowedOrigins());
        this.loopback = loopback;
        this.tls = tls;
    }

    /**
     * Why a request is denied for its host or origin.
     *
     * @param host the {@code Host} header
     * @param origin the {@code Origin} header, or null
     * @return FORBIDDEN with cause and remedy; empty if the request may continue
     */
    public Optional<Rejected> rejection(String host, String origin) {
        if (loopback && !isLoopbackName(host)) {
            return Optional.of(forbidden("The gateway serves this machine only: the Host header must be localhost,"
                    + " 127.0.0.1 or [::1]"));
        }
        if (origin != null && !allows(origin) && !isOwn(host, origin)) {
            return Optional.of(forbidden("Pages of this origin may not use the gateway: list the origin in"
                    + " mehari.security.allowed-origins to allow it"));
        }
        return Optional.empty();
    }

    /**
     * Whether pages of an origin may use the gateway: it is listed, or on this machine while only that is served.
     *
     * @param origin the {@code Origin} header
     * @return true if they may
     */
    public boolean allows(String origin) {
        return allowed.contains(origin) || allowed.contains("*") || (loopback && isLoopbackOrigin(origin));
    }

    /**
     * Whether the page is the gateway's own. Only TLS makes that certain: there is no certificate for a foreign name,
     * while without TLS any name can be made to resolve to this machine.
     */
    private boolean isOwn(String host, String origin) {
        return tls && origin.equalsIgnoreCase("https://" + host);
    }

    private static boolean isLoopbackOrigin(String origin) {
        int host = origin.indexOf("://") + 3;
        String scheme = origin.substring(0, Math.max(0, host - 3));
        return (scheme.equals("http") || scheme.equals("https")) && isLoopbackName(origin.substring(host));
    }

    /** Whether this is a loopback name, with or without a port. */
    private static boolean isLoopbackName(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        boolean hasPort = colon > hostAndPort.lastIndexOf(']');
        if (hasPort && !isPort(hostAndPort, colon + 1)) {
            return false;
        }
        String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
        return LOOPBACK_NAMES.contains(host) || LOOPBACK_NAMES.contains(host.toLowerCase(Locale.ROOT));
    }

    private static boolean isPort(String text, int from) {
        return from < text.length()
                && text.length() - from <= 5
                && text.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
    }

    private static Rejected forbidden(String message) {
        return new Rejected(Outcome.FORBIDDEN, message, Optional.empty());
    }
}
