package io.mehari.upstream.http.streamable;

import io.mehari.upstream.http.client.BoundedBody;
import io.mehari.upstream.http.client.Delivery;
import io.mehari.upstream.http.client.HttpErrors;
import io.mehari.upstream.http.client.HttpFailure;
import io.mehari.upstream.http.client.HttpReceiver;
import io.mehari.upstream.http.client.SseEvent;
import io.mehari.upstream.http.client.SseParser;
import io.mehari.upstream.lifecycle.RequestFailure;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One request from its POST to its answer, which comes as JSON or on an event stream; a stream that breaks off is
 * taken up again where the server gave it an event id. Ends every way in an outcome.
 */
final class RequestExchange implements HttpReceiver {
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int BAD_REQUEST = 400;

    /** What is asked, as far as it decides what a refusal means. */
    enum Kind {
        /** Its answer may name the session. */
        INITIALIZE,
        /** Refused only by a server that does not know the session. */
        PING,
        /** Of what a server need not have: refused, it says little about the session. */
        LIST,
        OTHER
    }

    private final StreamableConnection connection;
    private final long id;
    private final Kind kind;
    private final Delivery delivery;
    private final MessageReader messages;
    private BooleanSupplier onSessionGone;
    private int status;
    private HttpHeaders responseHeaders;
    private BoundedBody body;
    private SseParser events;
    private boolean resuming;
    private int resumes;

    /**
     * An exchange that has not begun.
     *
     * @param kind what is asked
     */
    RequestExchange(StreamableConnection connection, long id, Kind kind, Delivery delivery) {
        this.connection = connection;
        this.id = id;
        this.kind = kind;
        this.messages = new MessageReader(connection.server(), connection.session(), id);
        this.delivery = delivery;
    }

    /**
     * Sends the request.
     *
     * @param whenSessionGone asked when the server did not run it because it does not know the session; false if it
     *     is being sent again, and need not be failed
     */
    void begin(BooleanSupplier whenSessionGone) {
        onSessionGone = whenSessionGone;
        delivery.begin(() -> connection.post(delivery.bytes(), this));
    }

    @Override
    public boolean leaving() {
        return delivery.leaves();
    }

    @Override
    public void responded(int code, HttpHeaders headers) {
        connection.alive();
        status = code;
        responseHeaders = headers;
        boolean success = code / 100 == 2;
        if (success && kind == Kind.INITIALIZE && headers.contains("Mcp-Session-Id")) {
            connection.named(headers.get("Mcp-Session-Id"));
        }
        body = null;
        if (SseParser.reads(code, headers)) {
            stream();
        } else {
            body = success ? new BoundedBody(connection.limits().maxResponseBytes()) : BoundedBody.ofError();
        }
    }

    private void stream() {
        if (events == null) {
            events = new SseParser(connection.limits().maxResponseBytes(), this::event);
        } else {
            events.restart();
        }
    }

    private void event(SseEvent event) {
        resumes = 0;
        if (event.type().equals("message") && !event.data().isEmpty() && !messages.answered()) {
            messages.event(event.data());
            if (messages.answered()) {
                connection.timer().newTimeout(timeout -> delivery.abort(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    @Override
    public void body(ByteBuf part) {
        connection.alive();
        if (body == null) {
            events.feed(part);
            return;
        }
        body.add(part);
        if (body.overflowed() && status / 100 == 2) {
            connection
                    .session()
                    .unreadable(
                            id, "is over the limit of " + connection.limits().maxResponseBytes() + " bytes");
            delivery.abort();
        }
    }

    @Override
    public void ended() {
        if (body == null) {
            cut();
        } else if (resuming) {
            resumeRefused();
        } else if (status / 100 == 2) {
            whole();
        } else if (status == 404 && inSession() && kind != Kind.LIST) {
            sessionGone();
        } else if ((status == BAD_REQUEST || status == 404) && inSession()) {
            refusedInSession();
        } else {
            refused();
        }
    }

    private void whole() {
        String type = String.valueOf(responseHeaders.get("Content-Type")).toLowerCase(Locale.ROOT);
        byte[] bytes = body.bytes();
        if (bytes.length == 0) {
            fail(RequestFailure.badUpstream("answered with status " + status + " and nothing in it", null));
        } else if (type.startsWith("text/html")) {
            fail(RequestFailure.badUpstream("answered with a page (text/html) instead of JSON; check its url", null));
        } else {
            messages.read(bytes);
            finish();
        }
    }

    private void finish() {
        if (!messages.answered()) {
            fail(RequestFailure.badUpstream(
                    messages.foreign()
                            ? "answered another request than the one it was asked; the server breaks the protocol"
                            : "sent no answer in its response; the server breaks the protocol",
                    null));
        } else {
            delivery.end();
        }
    }

    private boolean inSession() {
        return connection.hasSession() && kind != Kind.INITIALIZE;
    }

    /** Some servers answer 400 for a session they do not know: those refuse a ping as well. */
    private void refusedInSession() {
        if (kind == Kind.PING) {
            connection.lost("refuses even a ping in its session (status 400)");
            refused();
        } else {
            connection.ping().thenRun(() -> {
                if (connection.isOver()) {
                    sessionGone();
                } else {
                    refused();
                }
            });
        }
    }

    private void refused() {
        RequestFailure failure =
                HttpErrors.refusal(connection.endpoint(), status, responseHeaders, body.bytes(), connection.clock());
        fail(failure);
    }

    private void fail(RequestFailure failure) {
        if (kind != Kind.LIST) {
            connection.refused(status, failure);
        }
        connection.session().failed(id, failure);
        delivery.end();
    }

    private void sessionGone() {
        connection.lost("does not know the session any more (status " + status + ")");
        if (onSessionGone.getAsBoolean()) {
            connection
                    .session()
                    .failed(
                            id,
                            RequestFailure.down(
                                    "does not know its own sessions (status " + status
                                            + "), twice in a row; the call did not run",
                                    Duration.ofSeconds(1)));
        }
        delivery.end();
    }

    private void cut() {
        if (messages.answered()) {
            delivery.end();
        } else if (takesUpAgain()) {
            resumeLater();
        } else if (messages.foreign()) {
            finish();
        } else {
            unknown("ended the stream");
        }
    }

    private void unknown(String reason) {
        connection.session().failed(id, RequestFailure.outcomeUnknown(reason));
        delivery.end();
    }

    private void resumeLater() {
        resumes++;
        resuming = true;
        Duration pause = events.retry().orElse(connection.limits().reopenBase());
        Duration wait = connection.limits().reopenAfter(pause);
        connection.timer().newTimeout(timeout -> resume(), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void resume() {
        delivery.begin(() -> connection.listen(events.lastEventId(), this));
    }

    private void resumeRefused() {
        if (status == 404 && connection.hasSession()) {
            connection.lost("does not know the session any more (status 404)");
        }
        unknown("ended the stream and does not let it be taken up again (status " + status + ")");
    }

    @Override
    public void failed(HttpFailure failure) {
        boolean streaming = body == null && events != null;
        if (messages.answered()) {
            delivery.end();
        } else if (failure.kind() == HttpFailure.Kind.UNACCEPTABLE) {
            fail(RequestFailure.badUpstream(failure.reason(), null));
        } else if (streaming && takesUpAgain()) {
            resumeLater();
        } else if (failure.kind() == HttpFailure.Kind.NEVER_SENT && !resuming) {
            connection.lost(failure.reason());
            connection.session().failed(id, RequestFailure.down(failure.reason() + "; the call was not sent", LINGER));
            delivery.end();
        } else {
            unknown(failure.reason());
            if (kind != Kind.PING) {
                connection.suspect();
            }
        }
    }

    private boolean takesUpAgain() {
        return events.lastEventId().isPresent() && resumes < connection.limits().resumes();
    }
}
