package io.mehari.endpoint.live;

import io.mehari.notification.Notification;
import io.mehari.notification.Subscribed;
import io.mehari.notification.Subscriber;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One stream of server-sent events. Safe for concurrent use. */
final class EventStream implements Subscriber {
    private final Response response;
    private final Callback callback;
    private final Consumer<EventStream> ended;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Outbox outbox;

    /**
     * A stream that has not begun.
     *
     * @param response is never completed before the stream ends
     * @param callback completed then
     * @param bounds how much waits for the reader
     * @param ended told once
     */
    EventStream(Response response, Callback callback, Outbox.Bounds bounds, Consumer<EventStream> ended) {
        this.response = response;
        this.callback = callback;
        this.ended = ended;
        this.outbox = new Outbox(
                new Outbox.Transport() {
                    @Override
                    public void send(List<String> texts, Runnable done) {
                        response.write(
                                false,
                                ByteBuffer.wrap(String.join("", texts).getBytes(StandardCharsets.UTF_8)),
                                Callback.from(done, failure -> end()));
                    }

                    @Override
                    public void giveUp() {
                        end();
                    }
                },
                bounds);
    }

    /** Sends the head, and what was missed before anything else. */
    synchronized void begin(Supplier<Subscribed> subscribe) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Accel-Buffering", "no");
        Subscribed subscribed = subscribe.get();
        outbox.send(": sequence " + subscribed.sequence() + (subscribed.missed() ? ", some are missing" : "") + "\n\n");
        subscribed.replay().forEach(missed -> outbox.push(text(missed)));
    }

    @Override
    public Medium medium() {
        return Medium.SSE;
    }

    @Override
    public synchronized void take(Notification notification) {
        outbox.queue(text(notification));
    }

    @Override
    public void flush() {
        outbox.flush();
    }

    private static String text(Notification notification) {
        return "id: " + notification.sequence() + "\nevent: " + notification.type() + "\ndata: " + notification.text()
                + "\n\n";
    }

    void keepAlive() {
        outbox.push(": keep-alive\n\n");
    }

    /** Ends the response. */
    void end() {
        if (over.compareAndSet(false, true)) {
            outbox.end();
            ended.accept(this);
            callback.failed(new EOFException("The reader of the events has gone"));
        }
    }
}
