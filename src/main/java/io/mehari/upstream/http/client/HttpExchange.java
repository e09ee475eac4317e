package io.mehari.upstream.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.netty.request.NettyRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its response, redirects included. Safe for concurrent use. */
public final class HttpExchange {
    private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);
    private static final int MAX_REDIRECTS = 5;

    /** In the place of a receiver that has been notified of all. */
    private static final HttpReceiver NO_ONE = new OneWayMessage(CompletableFuture.completedFuture(null));

    private final String method;
    private volatile HttpReceiver receiver;
    private volatile BiConsumer<HttpExchange, URI> sender;
    private final Runnable lost;
    private final Duration connect;
    private URI uri;
    private int redirects;
    private Future<?> running;
    private volatile boolean over;
    private volatile boolean sent;

    /**
     * An exchange that has not begun.
     *
     * @param sender sends the request to an address
     * @param lost called before the receiver hears that the server has closed the connection
     * @param connect its limit for opening a connection
     */
    HttpExchange(
            String method,
            URI uri,
            HttpReceiver receiver,
            BiConsumer<HttpExchange, URI> sender,
            Runnable lost,
            Duration connect) {
        this.method = method;
        this.uri = uri;
        this.receiver = receiver;
        this.sender = sender;
        this.lost = lost;
        this.connect = connect;
    }

    /** Abandons the exchange and closes its connection; the receiver is notified of nothing but that. */
    public void abort() {
        HttpReceiver notified = finish();
        cancel();
        notified.abandoned();
    }

    private void cancel() {
        Future<?> current;
        synchronized (this) {
            current = running;
        }
        if (current != null) {
            current.cancel(true);
        }
    }

    /**
     * It is over, and lets go of arguments and answer: the HTTP client keeps the first exchange of each connection for
     * as long as that lives.
     *
     * @return who was notified of it so far
     */
    private HttpReceiver finish() {
        over = true;
        HttpReceiver notified = receiver;
        receiver = NO_ONE;
        sender = (exchange, target) -> {};
        return notified;
    }

    void begin() {
        if (!over) {
            sender.accept(this, uri);
        }
    }

    /** The request is on its way. */
    void running(Future<?> future) {
        synchronized (this) {
            running = future;
        }
        if (over) {
            future.cancel(true);
        }
    }

    void fail(Throwable failure) {
        if (!over) {
            LOG.debug("An exchange broke off", failure);
            HttpFailure reason = HttpFailure.of(failure, sent, Origins.authority(uri), connect);
            if (reason.kind() == HttpFailure.Kind.LOST) {
                lost.run();
            }
            notify(finish(), reason);
        }
    }

    private void refuse(String reason) {
        HttpReceiver notified = finish();
        cancel();
        notify(notified, new HttpFailure(HttpFailure.Kind.UNACCEPTABLE, reason));
    }

    /** A receiver has thrown, which would otherwise be lost in the HTTP client: whoever waits must hear of it. */
    private void broken(HttpReceiver notified, Throwable failure) {
        cancel();
        notify(notified, HttpFailure.ofReceiver(failure));
    }

    private static void notify(HttpReceiver notified, HttpFailure failure) {
        try {
            notified.failed(failure);
        } catch (Throwable e) { // nothing is left that could hear of it
            LOG.error("An exchange has failed ({}), and so has the receiver of that", failure.reason(), e);
        }
    }

    private boolean isRedirect(int status) {
        boolean any = status == 307 || status == 308;
        return any || (method.equals("GET") && (status == 301 || status == 302 || status == 303));
    }

    private void redirect(String location) {
        Optional<URI> target = Origins.resolve(uri, location);
        if (target.isEmpty()) {
            refuse("redirects " + Origins.shown(uri) + " to another origin (" + Origins.shown(location)
                    + "), where the gateway sends no credentials; configure the new url");
        } else if (++redirects > MAX_REDIRECTS) {
            refuse("redirects more than " + MAX_REDIRECTS + " times, last to " + Origins.shown(target.get())
                    + "; check its url");
        } else {
            uri = target.get();
            sent = !method.equals("GET"); // what has answered by a redirect may have run all the same
            begin();
        }
    }

    /** What the HTTP client tells of one request. */
    final class Handler implements AsyncHandler<Void> {
        private int status;
        private String location;
        private HttpHeaders head;
        private BoundedBody redirectBody;

        @Override
        public void onRequestSend(NettyRequest request) {
            if (request.getHttpRequest().method().equals(HttpMethod.CONNECT)) {
                return; // for the proxy: nothing of the request is in it
            }
            if (over || !(redirects > 0 || receiver.leaving())) {
                finish();
                throw new CancellationException("The request was abandoned before it was sent");
            }
            sent = true;
        }

        @Override
        public State onStatusReceived(HttpResponseStatus response) {
            status = response.getStatusCode();
            return over ? State.ABORT : State.CONTINUE;
        }

        @Override
        public State onHeadersReceived(HttpHeaders headers) {
            location = isRedirect(status) ? headers.get("Location") : null;
            if (location != null) {
                head = headers;
                redirectBody = BoundedBody.ofError();
            } else if (!over) {
                responded(headers);
            }
            return over ? State.ABORT : State.CONTINUE;
        }

        private void responded(HttpHeaders headers) {
            try {
                receiver.responded(status, headers);
            } catch (Throwable e) {
                broken(finish(), e);
            }
        }

        @Override
        public State onBodyPartReceived(HttpResponseBodyPart part) {
            ByteBuf bytes = part.getBodyByteBuf().duplicate();
            if (location == null && !over) {
                body(bytes);
            } else if (!over) {
                redirectBody.add(bytes);
                if (redirectBody.overflowed()) {
                    refuse("redirects with more than " + BoundedBody.ERROR + " bytes behind it; check its url");
                }
            }
            return over ? State.ABORT : State.CONTINUE;
        }

        private void body(ByteBuf bytes) {
            try {
                receiver.body(bytes);
            } catch (Throwable e) {
                broken(finish(), e);
            }
        }

        @Override
        public Void onCompleted() {
            if (over) {
                return null;
            }
            if (location == null) {
                HttpReceiver notified = finish();
                try {
                    notified.ended();
                } catch (Throwable e) {
                    broken(notified, e);
                }
            } else {
                redirected();
            }
            return null;
        }

        private void redirected() {
            HttpReceiver asked = receiver;
            try {
                if (asked.redirected(status, head, redirectBody.bytes())) {
                    finish();
                    return;
                }
            } catch (Throwable e) {
                broken(finish(), e);
                return;
            }
            redirect(location);
        }

        @Override
        public void onThrowable(Throwable failure) {
            fail(failure);
        }
    }
}
