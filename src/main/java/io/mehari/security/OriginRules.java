package io.mehari.security;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Rejected;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps foreign web pages away from the gateway: a page may not reach it under a name of its own (DNS rebinding), nor
 * from an origin that is not allowed. Safe for concurrent use.
 */
public final class OriginRules {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private volatile Set<String> allowed;
    private final boolean loopback;
    private final boolean tls;
    private final Set<String> hosts;

    /**
     * The rules for one server.
     *
     * @param settings name the origins that are allowed
     * @param loopback whether the address served is loopback
     * @param tls whether it is served by TLS
     */
    public OriginRules(SecuritySettings settings, boolean loopback, boolean tls) {
        this(settings, loopback, tls, List.of());
    }

    /**
     * The rules for one server that has other names than those of its machine.
     *
     * @param settings name the origins that are allowed
     * @param loopback whether the address served is loopback
     * @param tls whether it is served by TLS
     * @param hosts further names that the {@code Host} header may have on loopback; one without a port holds for any
     */
    public OriginRules(SecuritySettings settings, boolean loopback, boolean tls, List<String> hosts) {
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.allowed = Set.copyOf(settings.allowedOrigins());
        this.loopback = loopback;
        this.tls = tls;
    }

    /**
     * Replaces the origins whose pages may use the gateway.
     *
     * @param origins all of {@code mehari.security.allowed-origins}
     */
    public void allow(List<String> origins) {
        allowed = Set.copyOf(origins);
    }

    /**
     * Why a request is denied for its host or origin.
     *
     * @param host the {@code Host} header
     * @param origin the {@code Origin} header, or null
     * @return FORBIDDEN with cause and remedy; empty if the request may continue
     */
    public Optional<Rejected> rejection(String host, String origin) {
        if (loopback && !isLoopbackName(host) && !isListed(host)) {
            return Optional.of(forbidden("The gateway serves this machine only: the Host header must be localhost,"
                    + " 127.0.0.1 or [::1], or a name listed in mehari.data.allowed-hosts"));
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
     * Whether pages of an origin may use the gateway because of their name, and not because all may.
     *
     * @param origin the {@code Origin} header
     * @return false for an origin that is allowed by {@code *} alone
     */
    public boolean names(String origin) {
        return allowed.contains(origin) || loopback && isLoopbackOrigin(origin);
    }

    /**
     * Whether the page is the gateway's own. Only TLS makes that certain: there is no certificate for a foreign name,
     * while without TLS any name can be made to resolve to this machine.
     */
    private boolean isOwn(String host, String origin) {
        return tls && origin.equalsIgnoreCase("https://" + host);
    }

    /** Whether the name was listed, as it is or without its port. */
    private boolean isListed(String hostAndPort) {
        if (hosts.isEmpty()) {
            return false;
        }
        String name = hostAndPort.toLowerCase(Locale.ROOT);
        int colon = name.lastIndexOf(':');
        boolean hasPort = colon > name.lastIndexOf(']') && isPort(name, colon + 1);
        return hosts.contains(name) || hasPort && hosts.contains(name.substring(0, colon));
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
