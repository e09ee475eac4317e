package io.mehari.upstream.http.sse;

import io.mehari.upstream.http.client.BoundedBody;
import io.mehari.upstream.http.client.Delivery;
import io.mehari.upstream.http.client.HttpErrors;
import io.mehari.upstream.http.client.HttpFailure;
import io.mehari.upstream.http.client.HttpReceiver;
import io.mehari.upstream.lifecycle.RequestFailure;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** One request on its way to the server. That it was accepted says nothing yet: the answer comes on the stream. */
final class SsePost implements HttpReceiver {
    private static final int NOT_FOUND = 404;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final SseConnection connection;
    private final long id;
    private final Delivery delivery;
    private final BooleanSupplier sendAgain;
    private final BoundedBody body = BoundedBody.ofError();
    private int status;
    private HttpHeaders headers;

    /**
     * A request that has not been sent.
     *
     * @param sendAgain asked when the server does not know the session; false if the request must be failed
     */
    SsePost(SseConnection connection, long id, Delivery delivery, BooleanSupplier sendAgain) {
        this.connection = connection;
        this.id = id;
        this.delivery = delivery;
        this.sendAgain = sendAgain;
    }

    @Override
    public boolean leaving() {
        return delivery.leaves();
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
        if (status / 100 != 2) {
            refused();
        }
        delivery.end();
    }

    private void refused() {
        if (status != NOT_FOUND) {
            fail(HttpErrors.refusal(connection.endpoint(), status, headers, body.bytes(), connection.clock()));
        } else if (!sendAgain.getAsBoolean()) {
            fail(RequestFailure.down("does not know its own session (status 404); the call did not run", SOON));
            connection.lostSession();
        }
    }

    @Override
    public void failed(HttpFailure failure) {
        RequestFailure outcome = switch (failure.kind()) {
            case NEVER_SENT -> RequestFailure.down(failure.reason() + "; the call was not sent", SOON);
            case LOST -> RequestFailure.outcomeUnknown(failure.reason());
            case UNACCEPTABLE -> RequestFailure.badUpstream(failure.reason(), null);
        };
        fail(outcome);
        delivery.end();
    }

    private void fail(RequestFailure outcome) {
        connection.session().failed(id, outcome);
    }
}
