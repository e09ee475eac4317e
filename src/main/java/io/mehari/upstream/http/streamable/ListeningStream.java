package io.mehari.upstream.http.streamable;

import io.mehari.upstream.http.client.BoundedBody;
import io.mehari.upstream.http.client.CurrentExchange;
import io.mehari.upstream.http.client.HttpFailure;
import io.mehari.upstream.http.client.HttpLimits;
import io.mehari.upstream.http.client.HttpReceiver;
import io.mehari.upstream.http.client.IncomingTexts;
import io.mehari.upstream.http.client.SseEvent;
import io.mehari.upstream.http.client.SseParser;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream on which a server speaks without being asked, opened again whenever it ends; abandoned where the server
 * has none. Also the first to notice that a server is gone.
 */
final class ListeningStream implements HttpReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(ListeningStream.class);
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final StreamableConnection connection;
    private final HttpLimits limits;
    private final Timer timer;
    private final MessageReader messages;
    private final SseParser events;
    private final CurrentExchange exchanges = new CurrentExchange();
    private final IncomingTexts texts;
    private BoundedBody body;
    private int pauses;
    private int status;
    private boolean open;
    private boolean wasOpen;

    ListeningStream(StreamableConnection connection, HttpLimits limits, Timer timer) {
        this.connection = connection;
        this.limits = limits;
        this.timer = timer;
        this.messages = new MessageReader(connection.server(), connection.session(), -1);
        this.events = new SseParser(limits.maxResponseBytes(), limits.session().budget(), this::event, this::dropped);
        this.texts = connection.texts(failure -> failed(HttpFailure.ofReceiver(failure)));
    }

    void open() {
        exchanges.begin(() -> connection.listen(events.lastEventId(), this));
    }

    void close() {
        exchanges.abort();
    }

    @Override
    public void responded(int code, HttpHeaders headers) {
        connection.alive();
        connection.cookies(headers);
        status = code;
        body = BoundedBody.ofError();
        open = SseParser.reads(code, headers);
        if (open) {
            wasOpen = true;
            events.restart();
        } else if (code / 100 == 2) {
            close(); // whatever it is, it is no event stream
        }
    }

    private void event(SseEvent event) {
        if (event.isEmpty()) {
            return;
        }
        pauses = 0;
        texts.read(
                event.bytes(),
                event.type().equals(SseEvent.MESSAGE) ? messages::event : messages::typed,
                this::dropped);
    }

    private void dropped(SseParser.DroppedEvent event) {
        dropped(event.reason());
    }

    private void dropped(String reason) {
        LOG.warn("Upstream {}: what it said without being asked was left out: it {}", connection.server(), reason);
    }

    @Override
    public void body(ByteBuf part) {
        connection.alive();
        if (open) {
            events.feed(part);
            return;
        }
        body.add(part);
        if (body.overflowed()) {
            exchanges.abortRunning();
            ended();
        }
    }

    @Override
    public void abandoned() {
        events.release();
    }

    @Override
    public void ended() {
        if (open || status == TOO_MANY || status >= SERVER_ERROR) {
            again();
        } else if (connection.hasSession() && (status == NOT_FOUND || (status == BAD_REQUEST && wasOpen))) {
            // What the session was good for before, it is refused now: some servers say so by 400
            connection.lost("does not know the session any more (status " + status + ")");
        }
    }

    @Override
    public void failed(HttpFailure failure) {
        if (failure.kind() == HttpFailure.Kind.NEVER_SENT) {
            connection.lost(failure.reason());
        } else if (open || failure.kind() == HttpFailure.Kind.LOST) {
            again();
        }
    }

    private void again() {
        if (exchanges.isAbandoned()) {
            return;
        }
        events.release();
        Duration wait = limits.reopenAfter(events.retry(), pauses);
        pauses++;
        timer.newTimeout(timeout -> open(), wait.toMillis(), TimeUnit.MILLISECONDS);
    }
}
