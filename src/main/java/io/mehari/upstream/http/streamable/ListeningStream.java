package io.mehari.upstream.http.streamable;

import io.mehari.upstream.http.client.CurrentExchange;
import io.mehari.upstream.http.client.HttpFailure;
import io.mehari.upstream.http.client.HttpLimits;
import io.mehari.upstream.http.client.HttpReceiver;
import io.mehari.upstream.http.client.SseEvent;
import io.mehari.upstream.http.client.SseParser;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The stream on which a server speaks without being asked, opened again whenever it ends; abandoned where the server
 * has none. Also the first to notice that a server is gone.
 */
final class ListeningStream implements HttpReceiver {
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
    private Duration pause;
    private int status;
    private boolean open;
    private boolean wasOpen;

    ListeningStream(StreamableConnection connection, HttpLimits limits, Timer timer) {
        this.connection = connection;
        this.limits = limits;
        this.timer = timer;
        this.messages = new MessageReader(connection.server(), connection.session(), -1);
        this.events = new SseParser(limits.maxResponseBytes(), this::event);
        this.pause = limits.reopenBase();
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
        status = code;
        open = SseParser.reads(code, headers);
        if (open) {
            wasOpen = true;
            events.restart();
        } else if (code / 100 == 2) {
            close(); // whatever it is, it is no event stream
        }
    }

    private void event(SseEvent event) {
        pause = limits.reopenBase();
        if (event.type().equals("message") && !event.data().isEmpty()) {
            messages.event(event.data());
        }
    }

    @Override
    public void body(ByteBuf part) {
        connection.alive();
        if (open) {
            events.feed(part);
        }
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
        } else if (failure.kind() == HttpFailure.Kind.LOST) {
            again();
        }
    }

    private void again() {
        if (exchanges.isAbandoned()) {
            return;
        }
        Duration wait = limits.reopenAfter(events.retry().orElse(pause));
        pause = limits.reopenAfter(pause.multipliedBy(2));
        timer.newTimeout(timeout -> open(), wait.toMillis(), TimeUnit.MILLISECONDS);
    }
}
