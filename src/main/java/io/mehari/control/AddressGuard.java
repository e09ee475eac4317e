package io.mehari.control;

import io.mehari.network.PublicAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps requests from pointing the gateway at what only it can reach: itself, its network, the credentials of its cloud.
 * Every address of a name has to be one of the internet.
 */
final class AddressGuard {
    private final List<String> privateHosts;
    private final Resolver resolver;

    /** Finds the addresses of a name. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /**
     * A guard.
     *
     * @param privateHosts hosts that may be anywhere
     * @param resolver may block
     */
    AddressGuard(List<String> privateHosts, Resolver resolver) {
        this.privateHosts =
                privateHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        this.resolver = resolver;
    }

    /**
     * Why a server must not be added. May block while the name is resolved.
     *
     * @param url has a host
     * @return cause and remedy; empty if it may
     */
    Optional<String> problem(URI url) {
        String host = url.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        if (privateHosts.stream().anyMatch(allowed -> matches(allowed, host))) {
            return Optional.empty();
        }
        try {
            for (InetAddress address : resolver.resolve(host)) {
                Optional<String> inside = PublicAddresses.problem(address);
                if (inside.isPresent()) {
                    return Optional.of(
                            "the host leads to " + inside.get() + ", where requests must not point the gateway;"
                                    + " the operator of the gateway can allow it in mehari.control.private-hosts, or write the"
                                    + " server into the file of servers");
                }
            }
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of("the host cannot be resolved; a server that is to be added has to be there");
        }
    }

    private static boolean matches(String allowed, String host) {
        return allowed.equals("*")
                || allowed.equals(host)
                || allowed.startsWith("*.") && host.endsWith(allowed.substring(1));
    }
}
