package io.mehari.upstream.http.sse;

import io.mehari.upstream.http.client.BoundedBody;
import io.mehari.upstream.http.client.Delivery;
import io.mehari.upstream.http.client.DroppedAnswer;
import io.mehari.upstream.http.client.HttpErrors;
import io.mehari.upstream.http.client.HttpExchange;
import io.mehari.upstream.http.client.HttpFailure;
import io.mehari.upstream.http.client.HttpReceiver;
import io.mehari.upstream.lifecycle.RequestFailure;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One request on its way to the server. That it was accepted says nothing yet: the answer comes on the stream, or, from
 * servers that mix the transports, in this response, whatever its status.
 */
final class SsePost implements HttpReceiver {
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final Duration SOON = Duration.ofSeconds(1);

    /** What is asked, as far as it decides what a refusal means. */
    enum Kind {
        /** Refused with 404 where the address is a wrong one. */
        INITIALIZE,
        /** Refused with 404 only by a server that does not know the session. */
        PING,
        OTHER
    }

    private final SseConnection connection;
    private final long id;
    private final Kind kind;
    private final Delivery delivery;
    private final Supplier<Optional<Runnable>> sendAgain;
    private final URI address;
    private BoundedBody body;
    private boolean mayBeAnswer;
    private boolean endless;
    private int status;
    private HttpHeaders headers;

    /**
     * A request that has not been sent.
     *
     * @param address it is posted to
     * @param sendAgain asked when the server does not know the session; empty if the request must be failed
     */
    SsePost(
            SseConnection connection,
            long id,
            Kind kind,
            Delivery delivery,
            URI address,
            Supplier<Optional<Runnable>> sendAgain) {
        this.connection = connection;
        this.id = id;
        this.kind = kind;
        this.delivery = delivery;
        this.address = address;
        this.sendAgain = sendAgain;
    }

    /** Sends it. */
    HttpExchange post() {
        return connection.post(address, delivery, this);
    }

    @Override
    public boolean leaving() {
        return delivery.leaves();
    }

    @Override
    public boolean redirected(int code, HttpHeaders responseHeaders, byte[] text) {
        connection.cookies(responseHeaders);
        boolean answer = connection.answers(id, text);
        if (answer) {
            delivery.end();
        }
        return answer;
    }

    @Override
    public void responded(int code, HttpHeaders responseHeaders) {
        connection.cookies(responseHeaders);
        status = code;
        headers = responseHeaders;
        body = new BoundedBody(
                connection.limits().maxResponseBytes(),
                connection.limits().session().budget());
    }

    @Override
    public void body(ByteBuf part) {
        body.add(part);
        if (!mayBeAnswer && body.length() > BoundedBody.ERROR) {
            mayBeAnswer = connection.isAnswer(id, body.bytes());
            endless = !mayBeAnswer;
        }
        if (endless || body.refused() || body.overflowed()) {
            ended();
            delivery.abort();
        }
    }

    @Override
    public void abandoned() {
        if (body != null) {
            body.release();
        }
    }

    @Override
    public void ended() {
        byte[] bytes = body.bytes();
        boolean answered = body.refused() ? connection.isAnswer(id, bytes) && dropped() : connection.answers(id, bytes);
        body.release();
        if (answered || status / 100 == 2) {
            delivery.end();
        } else {
            refused(bytes);
        }
    }

    private boolean dropped() {
        fail(RequestFailure.dropped(
                DroppedAnswer.reason(connection.limits().session().budget())));
        return true;
    }

    private void refused(byte[] text) {
        if (kind == Kind.INITIALIZE && (status == NOT_FOUND || status == NOT_ALLOWED) && connection.tryNext(address)) {
            delivery.begin(() -> new SsePost(connection, id, kind, delivery, connection.messages(), sendAgain).post());
        } else if (status != NOT_FOUND || kind == Kind.INITIALIZE) {
            refuse(text);
        } else if (kind == Kind.PING) {
            connection.lostSession(); // first: whoever is in doubt must not take the refusal for an answer
            refuse(text);
        } else {
            connection.doubt(() -> gone(text), () -> refuse(text));
        }
    }

    /** The server does not know the session: the request cannot have run. */
    private Runnable gone(byte[] text) {
        Optional<Runnable> again = sendAgain.get();
        if (again.isEmpty()) {
            fail(HttpErrors.forgottenAgain(status, headers, text));
        }
        delivery.end();
        return again.orElse(() -> {});
    }

    private void refuse(byte[] text) {
        RequestFailure refusal =
                HttpErrors.refusal(connection.endpoint(), address, status, headers, text, connection.clock());
        boolean wrongAddress = status == NOT_FOUND && kind == Kind.INITIALIZE;
        fail(
                wrongAddress
                        ? RequestFailure.badUpstream(
                                refusal.reason() + ": that is where its event stream says that messages are posted to;"
                                        + " a prefix may be missing in it",
                                refusal.error())
                        : refusal);
        delivery.end();
    }

    @Override
    public void failed(HttpFailure failure) {
        RequestFailure outcome = switch (failure.kind()) {
            case NEVER_SENT -> RequestFailure.down(failure.reason() + "; the call was not sent", SOON);
            case LOST -> RequestFailure.outcomeUnknown(failure.reason());
            case UNACCEPTABLE -> RequestFailure.badUpstream(failure.reason(), null);
            case DROPPED -> RequestFailure.dropped(failure.reason());
        };
        abandoned();
        fail(outcome);
        delivery.end();
    }

    private void fail(RequestFailure outcome) {
        connection.session().failed(id, outcome);
    }
}
