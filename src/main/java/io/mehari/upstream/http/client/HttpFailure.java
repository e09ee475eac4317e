package io.mehari.upstream.http.client;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/**
 * Why an exchange broke off.
 *
 * @param sent whether any byte of the request may have left; false means that it surely did not run
 * @param reason cause and remedy, to stand behind the server's name
 */
public record HttpFailure(boolean sent, String reason) {
    private static final int MAX_DEPTH = 8;

    static HttpFailure of(Throwable failure, boolean sent, String address) {
        return new HttpFailure(sent, sent ? broken(failure) : unreachable(failure, address));
    }

    private static String broken(Throwable failure) {
        return failure instanceof SseTooLongException tooLong ? tooLong.getMessage() : "closed or lost the connection";
    }

    private static String unreachable(Throwable failure, String address) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof SSLException) {
                return "could not be reached at " + address + ": the TLS handshake failed ("
                        + cause.getMessage() + "); check its certificate and the server's tls settings";
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
