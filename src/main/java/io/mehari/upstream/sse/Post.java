package io.mehari.upstream.sse;

import io.mehari.upstream.http.client.BoundedBody;
import io.mehari.upstream.http.client.HttpEndpoint;
import io.mehari.upstream.http.client.HttpExchange;
import io.mehari.upstream.http.client.HttpFailure;
import io.mehari.upstream.http.client.HttpReceiver;
import io.mehari.upstream.http.client.Statuses;
import io.mehari.upstream.session.Fault;
import io.mehari.upstream.session.OutgoingMessage;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** One message on its way to the server. That it was accepted says nothing yet: the answer comes on the stream. */
final class Post implements HttpReceiver {
    static final long NO_ANSWER = -1;
    private static final int MAX_ERROR_BODY = 64 * 1024;
    private static final int NOT_FOUND = 404;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final SseConnection connection;
    private final HttpEndpoint endpoint;
    private final Clock clock;
    private final long id;
    private final OutgoingMessage message;
    private final BooleanSupplier sendAgain;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final BoundedBody body = new BoundedBody(MAX_ERROR_BODY);
    private volatile HttpExchange current;
    private boolean aborted;
    private boolean left;
    private int status;
    private HttpHeaders headers;

    /**
     * A message that has not been sent.
     *
     * @param id of the request it is, or {@link #NO_ANSWER}
     * @param sendAgain asked when the server does not know the session; false if the request must be failed
     */
    Post(
            SseConnection connection,
            HttpEndpoint endpoint,
            Clock clock,
            long id,
            OutgoingMessage message,
            BooleanSupplier sendAgain) {
        this.connection = connection;
        this.endpoint = endpoint;
        this.clock = clock;
        this.id = id;
        this.message = message;
        this.sendAgain = sendAgain;
    }

    /** Ends when nothing of it is left. */
    CompletableFuture<Void> end() {
        return end;
    }

    void begin(URI address, Map<String, String> requestHeaders) {
        if (isAborted()) {
            return;
        }
        HttpExchange exchange = endpoint.post(address, requestHeaders, message.bytes(), this);
        current = exchange;
        if (isAborted()) {
            exchange.abort();
        }
    }

    private synchronized boolean isAborted() {
        return aborted;
    }

    /** Whether a byte of it may have left; once it was given up and none had, none will. */
    synchronized boolean hasLeft() {
        return left;
    }

    /** Gives it up if nothing of it has left. */
    void withdraw() {
        synchronized (this) {
            aborted |= !left;
        }
        if (isAborted()) {
            abort();
        }
    }

    /** Gives it up; nothing is told to anybody. */
    void abort() {
        synchronized (this) {
            aborted = true;
        }
        HttpExchange exchange = current;
        if (exchange != null) {
            exchange.abort();
        }
        end.complete(null);
    }

    @Override
    public boolean leaving() {
        boolean leaves;
        synchronized (this) {
            left = !aborted && message.claim();
            leaves = left;
        }
        if (!leaves) {
            end.complete(null);
        }
        return leaves;
    }

    @Override
    public void responded(int code, HttpHeaders responseHeaders) {
        status = code;
        headers = responseHeaders;
    }

    @Override
    public void body(ByteBuf part) {
        body.add(part);
    }

    @Override
    public void ended() {
        if (id != NO_ANSWER && status / 100 != 2) {
            refused();
        }
        end.complete(null);
    }

    private void refused() {
        if (status != NOT_FOUND) {
            connection.failed(id, Statuses.refusal(endpoint, status, headers, body.bytes(), clock));
        } else if (!sendAgain.getAsBoolean()) {
            connection.failed(id, Fault.down("does not know its own session (status 404); the call did not run", SOON));
            connection.lostSession();
        }
    }

    @Override
    public void failed(HttpFailure failure) {
        Fault fault = switch (failure.kind()) {
            case NEVER_SENT -> Fault.down(failure.reason() + "; the call was not sent", SOON);
            case LOST -> Fault.outcomeUnknown(failure.reason());
            case UNACCEPTABLE -> Fault.badUpstream(failure.reason(), null);
        };
        connection.failed(id, fault);
        end.complete(null);
    }
}
