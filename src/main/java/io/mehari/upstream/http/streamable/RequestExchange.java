package io.mehari.upstream.http.streamable;

import io.mehari.upstream.http.client.BoundedBody;
import io.mehari.upstream.http.client.Delivery;
import io.mehari.upstream.http.client.DroppedAnswer;
import io.mehari.upstream.http.client.HttpErrors;
import io.mehari.upstream.http.client.HttpFailure;
import io.mehari.upstream.http.client.HttpReceiver;
import io.mehari.upstream.http.client.IncomingTexts;
import io.mehari.upstream.http.client.SseEvent;
import io.mehari.upstream.http.client.SseParser;
import io.mehari.upstream.lifecycle.RequestFailure;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One request from its POST to its answer, which comes as JSON or on an event stream; a stream that breaks off is
 * taken up again where the server gave it an event id. The body is read before the status is judged: what bears the id of
 * the request is its answer. Ends every way in an outcome.
 */
final class RequestExchange implements HttpReceiver {
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int NOT_FOUND = 404;

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
    private final IncomingTexts texts;
    private BooleanSupplier onSessionGone;
    private int status;
    private HttpHeaders responseHeaders;
    private BoundedBody body;
    private boolean mayBeAnswer;
    private SseParser events;
    private boolean resuming;
    private Optional<String> seen = Optional.empty();
    private int resumes;
    private int pauses;

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
        this.texts = connection.texts(failure -> broken(HttpFailure.ofReceiver(failure)));
    }

    /**
     * Sends the request.
     *
     * @param whenSessionGone asked when the server did not run it because it does not know the session; false if it
     *     is being sent again, and need not be failed
     */
    void begin(BooleanSupplier whenSessionGone) {
        onSessionGone = whenSessionGone;
        delivery.begin(() -> connection.post(delivery, this));
    }

    @Override
    public boolean leaving() {
        return delivery.leaves();
    }

    @Override
    public boolean redirected(int code, HttpHeaders headers, byte[] text) {
        connection.cookies(headers);
        messages.perhaps(text, headers);
        if (messages.answered()) {
            delivery.end();
        }
        return messages.answered();
    }

    @Override
    public void responded(int code, HttpHeaders headers) {
        connection.alive();
        connection.cookies(headers);
        status = code;
        responseHeaders = headers;
        boolean success = code / 100 == 2;
        if (success && kind == Kind.INITIALIZE && headers.contains("Mcp-Session-Id")) {
            connection.named(headers.get("Mcp-Session-Id"));
        }
        body = null;
        if (success && HttpErrors.unknownCoding(headers).isPresent()) {
            refuse(RequestFailure.badUpstream(HttpErrors.unknownCoding(headers).get(), null));
        } else if (SseParser.reads(code, headers)) {
            stream();
        } else {
            int most = connection.limits().maxResponseBytes();
            body = new BoundedBody(most, connection.limits().session().budget());
            body.expect(headers);
            mayBeAnswer = success;
        }
    }

    private void stream() {
        if (events == null) {
            events = new SseParser(
                    connection.limits().maxResponseBytes(),
                    connection.limits().session().budget(),
                    this::event);
        } else {
            events.restart();
        }
    }

    /** Ends the request before its response has ended, which is read no further. */
    private void refuse(RequestFailure failure) {
        texts.then(() -> {
            if (!messages.answered()) {
                fail(failure);
            }
        });
        delivery.abort();
    }

    private void event(SseEvent event) {
        Optional<String> last = events.lastEventId();
        if (!event.isEmpty() || !last.equals(seen)) {
            resumes = 0;
        }
        seen = last;
        if (event.isEmpty()) {
            return;
        }
        pauses = 0;
        texts.read(event.bytes(), text -> take(event.type(), text), this::dropped);
    }

    private void take(String type, byte[] text) {
        if (messages.answered()) {
            return;
        }
        if (type.equals(SseEvent.MESSAGE)) {
            messages.event(text);
        } else {
            messages.typed(text);
        }
        if (messages.answered()) {
            connection.timer().newTimeout(timeout -> delivery.abort(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void dropped(String reason) {
        if (!messages.answered()) {
            messages.settled();
            connection.session().failed(id, RequestFailure.dropped(reason));
            delivery.abort();
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
        if (body.refused()) {
            dropped(DroppedAnswer.reason(connection.limits().session().budget()));
        } else if (body.overflowed()) {
            int most = connection.limits().maxResponseBytes();
            connection.session().unreadable(id, "is over the limit of " + most + " bytes");
            delivery.abort();
        } else if (!mayBeAnswer && body.length() > BoundedBody.ERROR) {
            mayBeAnswer = messages.isOurs(body.bytes());
            if (!mayBeAnswer) {
                refusal();
                delivery.abort();
            }
        }
    }

    @Override
    public void abandoned() {
        release();
    }

    private void release() {
        BoundedBody bounded = body;
        if (bounded != null) {
            bounded.release();
        }
        SseParser stream = events;
        if (stream != null) {
            stream.release();
        }
    }

    @Override
    public void ended() {
        if (body == null) {
            texts.then(this::cut);
        } else if (!resuming && status / 100 == 2) {
            whole();
        } else {
            refusal();
        }
    }

    private void whole() {
        String type = String.valueOf(responseHeaders.get("Content-Type")).toLowerCase(Locale.ROOT);
        byte[] bytes = body.bytes();
        body.release();
        if (bytes.length == 0) {
            fail(RequestFailure.badUpstream("answered with status " + status + " and nothing in it", null));
        } else if (type.startsWith("text/html")) {
            fail(RequestFailure.badUpstream("answered with a page (text/html) instead of JSON; check its url", null));
        } else {
            texts.read(bytes, messages::whole, this::dropped);
            texts.then(this::finish);
        }
    }

    private void finish() {
        if (messages.answered()) {
            delivery.end();
        } else if (messages.foreign()) {
            fail(RequestFailure.badUpstream(
                    "answered another request than the one it was asked; the server breaks the protocol", null));
        } else {
            fail(RequestFailure.badUpstream("sent no answer in its response; the server breaks the protocol", null));
        }
    }

    /** Neither a success nor a stream: what is in it may be the answer all the same. */
    private void refusal() {
        byte[] bytes = body.bytes();
        messages.perhaps(bytes, responseHeaders);
        if (messages.answered()) {
            if (kind == Kind.INITIALIZE) {
                connection.refused(status, RequestFailure.badUpstream("refused the handshake", null));
            }
            delivery.end();
        } else if (resuming) {
            resumeRefused();
        } else {
            messages.settled();
            new Refusal(connection, id, kind, status, responseHeaders, bytes).judge(onSessionGone, delivery::end);
        }
    }

    private void fail(RequestFailure failure) {
        messages.settled();
        if (kind != Kind.LIST) {
            connection.refused(status, failure);
        }
        connection.session().failed(id, failure);
        delivery.end();
    }

    /** The stream has ended. */
    private void cut() {
        messages.perhaps(events.unfinished());
        events.release();
        if (messages.answered()) {
            delivery.end();
        } else if (takesUpAgain()) {
            resumeLater();
        } else {
            withoutAnswer("ended the stream");
        }
    }

    private void withoutAnswer(String reason) {
        messages.anonymousAnswer();
        if (messages.answered()) {
            delivery.end();
        } else if (messages.foreign()) {
            finish();
        } else if (messages.noted().isPresent()) {
            fail(RequestFailure.badUpstream(
                    reason + " without an answer; before that it sent: "
                            + messages.noted().get(),
                    null));
        } else {
            unknown(reason);
        }
    }

    private void unknown(String reason) {
        messages.settled();
        connection.session().failed(id, RequestFailure.outcomeUnknown(reason));
        delivery.end();
    }

    private void resumeLater() {
        resuming = true;
        Duration wait = connection.limits().reopenAfter(events.retry(), pauses);
        resumes++;
        pauses++;
        connection.timer().newTimeout(timeout -> resume(), wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void resume() {
        delivery.begin(() -> connection.listen(events.lastEventId(), delivery.headers(), this));
    }

    private void resumeRefused() {
        if (status == NOT_FOUND && connection.hasSession()) {
            connection.lost("does not know the session any more (status 404)");
        }
        unknown("ended the stream and does not let it be taken up again (status " + status + ")");
    }

    @Override
    public void failed(HttpFailure failure) {
        texts.then(() -> broken(failure));
    }

    private void broken(HttpFailure failure) {
        boolean streaming = body == null && events != null;
        if (streaming && failure.kind() == HttpFailure.Kind.LOST) {
            messages.perhaps(events.unfinished());
        }
        release();
        if (messages.answered()) {
            delivery.end();
        } else if (failure.kind() == HttpFailure.Kind.UNACCEPTABLE) {
            fail(RequestFailure.badUpstream(failure.reason(), null));
        } else if (failure.kind() == HttpFailure.Kind.DROPPED) {
            fail(RequestFailure.dropped(failure.reason()));
        } else if (streaming && takesUpAgain()) {
            resumeLater();
        } else if (failure.kind() == HttpFailure.Kind.NEVER_SENT && !resuming) {
            connection.lost(failure.reason());
            connection.session().failed(id, RequestFailure.down(failure.reason() + "; the call was not sent", LINGER));
            delivery.end();
        } else {
            withoutAnswer(failure.reason());
            if (kind != Kind.PING) {
                connection.suspect();
            }
        }
    }

    private boolean takesUpAgain() {
        return events.lastEventId().isPresent() && resumes < connection.limits().resumes();
    }
}
