package io.mehari.upstream.http.client;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why an exchange broke off.
 *
 * @param kind what that means for the request
 * @param reason cause and remedy, to stand behind the server's name
 */
public record HttpFailure(Kind kind, String reason) {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFailure.class);
    private static final int MAX_DEPTH = 8;
    private static final Pattern CLASS_NAME = Pattern.compile("(?:[a-z]\\w*\\.)+[A-Z]\\w*: ");

    /** How far the request came. */
    public enum Kind {
        /** No byte of it has left: it surely did not run. */
        NEVER_SENT,
        /** The connection was lost after it was sent, or while it was. */
        LOST,
        /** The server answered with something the gateway does not accept. */
        UNACCEPTABLE,
        /** The server answered, and the gateway could not take it: a limit or a defect of its own. */
        DROPPED
    }

    /**
     * A failure as the HTTP client tells of it.
     *
     * @param connect the limit for opening a connection
     */
    static HttpFailure of(Throwable failure, boolean sent, String address, Duration connect) {
        if (!sent) {
            return new HttpFailure(Kind.NEVER_SENT, unreachable(failure, address, connect));
        }
        Optional<Throwable> noHttp = find(failure, HttpFailure::isUnreadable);
        return noHttp.isPresent()
                        && find(failure, SSLException.class::isInstance).isEmpty()
                ? new HttpFailure(
                        Kind.UNACCEPTABLE,
                        "sent a response that cannot be read as HTTP ("
                                + Shown.text(String.valueOf(noHttp.get().getMessage())) + ")")
                : new HttpFailure(Kind.LOST, "closed or lost the connection");
    }

    /**
     * A failure of the receiver of an answer.
     *
     * @param failure what it has thrown; logged here unless it is a limit
     */
    public static HttpFailure ofReceiver(Throwable failure) {
        if (failure instanceof SseTooLongException tooLong) {
            return new HttpFailure(tooLong.ofGateway() ? Kind.DROPPED : Kind.UNACCEPTABLE, tooLong.getMessage());
        }
        LOG.error("An answer of a server could not be taken, which is a defect of the gateway", failure);
        return new HttpFailure(
                Kind.DROPPED,
                "answered, and the gateway could not take the answer ("
                        + failure.getClass().getSimpleName() + "); the tool has probably run. The log says more");
    }

    /** The HTTP client wraps each of these in a refused connection, so the more telling ones are looked for first. */
    private static String unreachable(Throwable failure, String address, Duration connect) {
        Optional<Throwable> tls = find(failure, SSLException.class::isInstance);
        if (tls.isPresent()) {
            return "could not be reached at " + address + ": the TLS handshake failed ("
                    + CLASS_NAME.matcher(String.valueOf(tls.get().getMessage())).replaceAll("")
                    + "); check its certificate and the server's tls settings";
        }
        if (find(failure, HttpFailure::isUnresolved).isPresent()) {
            return "could not be reached: the host name of " + address + " cannot be resolved; check its url";
        }
        if (find(failure, ConnectTimeoutException.class::isInstance).isPresent()) {
            return "could not be reached: " + address + " did not accept a connection within " + text(connect);
        }
        if (find(failure, ConnectException.class::isInstance).isPresent()) {
            return "could not be reached: " + address + " refuses connections; see whether the server is running";
        }
        return "could not be reached at " + address + ": the connection could not be made";
    }

    private static boolean isUnresolved(Throwable cause) {
        return cause instanceof UnknownHostException
                || cause instanceof DnsErrorCauseException
                || cause instanceof DnsNameResolverException;
    }

    /** Netty says so of heads, chunks and codings. */
    private static boolean isUnreadable(Throwable cause) {
        return cause instanceof DecoderException
                || cause instanceof IllegalArgumentException; // of a status, a version, a size of a chunk
    }

    private static Optional<Throwable> find(Throwable failure, Predicate<Throwable> wanted) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MAX_DEPTH)
                .filter(wanted)
                .findFirst();
    }

    private static String text(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
