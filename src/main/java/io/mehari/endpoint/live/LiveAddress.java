package io.mehari.endpoint.live;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of the live plane that a browser can open: one that stands for all addresses cannot be opened. Stateless. */
final class LiveAddress {
    /** A name or an address in brackets, and a port. */
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::\\d{1,5})?");

    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?");

    private LiveAddress() {}

    /** For the machine that it runs on. */
    static String local(String host, int port) {
        return url(isAny(host) ? "127.0.0.1" : host, port);
    }

    /** For whoever reached the gateway by the name {@code asked}, the value of a header {@code Host}. */
    static String seenFrom(String asked, String host, int port) {
        Matcher name = HOST.matcher(asked);
        return isAny(host) && name.matches() ? url(name.group(1), port) : local(host, port);
    }

    /** What a log says behind the address. */
    static String note(String host) {
        return isAny(host) ? ", and at that port of every address of this machine" : "";
    }

    private static String url(String host, int port) {
        return "http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Never asks for a name: those never stand for all addresses. */
    private static boolean isAny(String host) {
        try {
            return NUMBERS.matcher(host).matches() && InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
