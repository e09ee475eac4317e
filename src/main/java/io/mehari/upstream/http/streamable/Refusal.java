package io.mehari.upstream.http.streamable;

import io.mehari.upstream.http.client.HttpErrors;
import io.mehari.upstream.http.streamable.RequestExchange.Kind;
import io.mehari.upstream.lifecycle.RequestFailure;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.function.BooleanSupplier;

/**
 * A response to a request that refuses it and does not answer it. Within a session 404 and 400 may mean that the server
 * does not know the session, or that it does not like or know what was asked, and has perhaps done it: only a ping that is
 * refused as well shows that the request cannot have run. A status of 500 and more may mean that the session is broken: then
 * a ping meets it too, and a new session is begun.
 *
 * @param body the first bytes of the response
 */
record Refusal(StreamableConnection connection, long id, Kind kind, int status, HttpHeaders headers, byte[] body) {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    /**
     * Finds out what the refusal means, and ends the request.
     *
     * @param sessionGone asked when the request did not run; false if it is being sent again, and need not be failed
     * @param end run when nothing of the request is left
     */
    void judge(BooleanSupplier sessionGone, Runnable end) {
        boolean inSession = connection.hasSession() && kind != Kind.INITIALIZE;
        if (inSession && status >= SERVER_ERROR) {
            failed(end);
            return;
        }
        if (!inSession || (status != BAD_REQUEST && status != NOT_FOUND)) {
            fail(end);
        } else if (kind == Kind.PING) {
            connection.forgotten("does not know the session any more (status " + status + ")");
            fail(end);
        } else if (connection.isForgotten()) {
            gone(sessionGone, end);
        } else {
            connection.ping().thenRun(() -> {
                if (connection.isForgotten()) {
                    gone(sessionGone, end);
                } else {
                    fail(end);
                }
            });
        }
    }

    /** A server that has failed may have broken the session with it, which a ping shows that fails in the same way. */
    private void failed(Runnable end) {
        fail(end);
        if (kind == Kind.PING && !headers.contains(HttpHeaderNames.RETRY_AFTER)) {
            connection.lost("answers a ping with status " + status);
        } else if (kind == Kind.OTHER) {
            connection.suspect();
        }
    }

    private void fail(Runnable end) {
        RequestFailure failure = HttpErrors.refusal(
                connection.endpoint(), connection.endpoint().url(), status, headers, body, connection.clock());
        if (kind != Kind.LIST) {
            connection.refused(status, failure);
        }
        connection.session().failed(id, failure);
        end.run();
    }

    private void gone(BooleanSupplier sessionGone, Runnable end) {
        if (sessionGone.getAsBoolean()) {
            connection.session().failed(id, HttpErrors.forgottenAgain(status, headers, body));
        }
        end.run();
    }
}
