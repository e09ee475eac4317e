package io.mehari.upstream.http.client;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/**
 * Why an exchange broke off.
 *
 * @param kind what that means for the request
 * @param reason cause and remedy, to stand behind the server's name
 */
public record HttpFailure(Kind kind, String reason) {
    private static final int MAX_DEPTH = 8;

    /** How far the request came. */
    public enum Kind {
        /** No byte of it has left: it surely did not run. */
        NEVER_SENT,
        /** The connection was lost after it was sent, or while it was. */
        LOST,
        /** The server answered with something the gateway does not accept. */
        UNACCEPTABLE
    }

    static HttpFailure of(Throwable failure, boolean sent, String address) {
        if (!sent) {
            return new HttpFailure(Kind.NEVER_SENT, unreachable(failure, address));
        }
        return failure instanceof SseTooLongException
                ? new HttpFailure(Kind.UNACCEPTABLE, failure.getMessage())
                : new HttpFailure(Kind.LOST, "closed or lost the connection");
    }

    private static String unreachable(Throwable failure, String address) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof SSLException) {
                return "could not be reached at " + address + ": the TLS handshake failed (" + cause.getMessage()
                        + "); check its certificate and the server's tls settings";
            }
            if (cause instanceof UnknownHostException) {
                return "could not be reached: the host name of " + address + " cannot be resolved; check its url";
            }
            if (cause instanceof ConnectTimeoutException) {
                return "could not be reached: " + address + " did not accept a connection in time";
            }
            if (cause instanceof ConnectException) {
                return "could not be reached: " + address + " refuses connections; see whether the server is running";
            }
            cause = cause.getCause();
        }
        return "could not be reached at " + address + ": the connection could not be made";
    }
}
