package io.mehari.bridge;

import io.mehari.network.ByteBudget;
import io.mehari.upstream.http.client.SseEvent;
import io.mehari.upstream.http.client.SseParser;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Function;

/**
 * Reads a response as it comes: of an event stream each message at once, of anything else the whole. Takes the next bytes only
 * when the client has read what the last ones brought. Used by one thread at a time; {@link #cancel} by any.
 */
final class ResponseBody implements BodySubscriber<Received> {
    private static final int SUCCESS = 2;
    private static final int CLASS = 100;

    private final int status;
    private final HttpHeaders headers;
    private final int limit;
    private final SseParser events;
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private final CompletableFuture<Received> end = new CompletableFuture<>();
    private CompletableFuture<?> written = CompletableFuture.completedFuture(null);
    private volatile Subscription subscription;
    private volatile boolean cancelled;

    /**
     * @param info what the response begins with
     * @param limit most bytes of a message
     * @param messages takes each message of a stream; done when the client has it
     */
    ResponseBody(ResponseInfo info, int limit, Function<byte[], CompletableFuture<?>> messages) {
        this.status = info.statusCode();
        this.headers = info.headers();
        this.limit = limit;
        String type = headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        boolean stream = status / CLASS == SUCCESS && type.startsWith("text/event-stream");
        this.events = stream ? new SseParser(limit, ByteBudget.unlimited(), event -> take(event, messages)) : null;
    }

    private void take(SseEvent event, Function<byte[], CompletableFuture<?>> messages) {
        if (!event.isEmpty() && SseEvent.MESSAGE.equals(event.type())) {
            written = messages.apply(event.bytes());
        }
    }

    /** Lets go of the connection: nothing more is read. */
    void cancel() {
        cancelled = true;
        Subscription begun = subscription;
        if (begun != null) {
            begun.cancel();
        }
        end(new IOException("cancelled"));
    }

    @Override
    public CompletionStage<Received> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Subscription begun) {
        subscription = begun;
        if (cancelled) {
            begun.cancel();
        } else {
            begun.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        try {
            for (ByteBuffer part : bytes) {
                if (events != null) {
                    events.feed(Unpooled.wrappedBuffer(part));
                } else {
                    add(part);
                }
            }
            written.whenComplete((done, failure) -> subscription.request(1));
        } catch (IOException | RuntimeException e) {
            subscription.cancel();
            end(e);
        }
    }

    private void add(ByteBuffer part) throws IOException {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        if (whole.size() + (long) bytes.length > limit) {
            throw new IOException("a message is over " + limit + " bytes");
        }
        whole.write(bytes);
    }

    @Override
    public void onError(Throwable failure) {
        end(failure);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private void end(Throwable failure) {
        end.complete(new Received(
                status,
                headers,
                whole.toByteArray(),
                events == null ? Optional.empty() : events.lastEventId(),
                events == null ? Optional.empty() : events.retry(),
                failure));
    }
}
