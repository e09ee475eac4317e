package io.mehari.endpoint.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A response of server-sent events (WHATWG HTML, section 9.2) that is sent while the events come. What a client does
 * not read in time is bounded: events over {@value #MAX_QUEUED_BYTES} bytes are dropped and counted, the last one never
 * is. A comment every {@value #KEEP_ALIVE_SECONDS} s keeps proxies from ending a quiet stream. Safe for concurrent use;
 * no method waits.
 */
public final class EventStream {
    /** Most bytes of events that wait for the client to read. */
    static final int MAX_QUEUED_BYTES = 256 * 1024;

    /** Seconds between two keep-alive comments. */
    static final int KEEP_ALIVE_SECONDS = 15;

    /** Events before the last are bounded by {@link #MAX_QUEUED_BYTES}. */
    private static final HeldBytes UNCOUNTED = new HeldBytes(ByteBudget.unlimited());

    private static final String KEEP_ALIVE = ": keep-alive\n\n";

    private final Channel channel;
    private final StreamStyle style;
    private final AtomicLong queued = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private final ScheduledFuture<?> keepAlive;
    private volatile boolean ended;
    private volatile long progressed = System.nanoTime();

    /**
     * A stream whose head has been sent.
     *
     * @param channel the connection; the keep-alive comments end with it
     * @param style decides how its last event looks
     */
    EventStream(Channel channel, StreamStyle style) {
        this.channel = channel;
        this.style = style;
        this.keepAlive = channel.eventLoop()
                .scheduleWithFixedDelay(this::comment, KEEP_ALIVE_SECONDS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> end());
    }

    /**
     * Sends an event.
     *
     * @param name name of the event; one word
     * @param data writes its data, one JSON value
     * @return false if it was dropped, because the client reads too slowly or the stream has ended
     * @throws java.io.UncheckedIOException if the data cannot be written
     */
    public boolean send(String name, Response.JsonContent data) {
        return send(name, null, data);
    }

    /**
     * Sends an event that a client can name when it takes the stream up again.
     *
     * @param name name of the event; one word
     * @param id id of the event, one line; null for none
     * @param data writes its data, one JSON value; null for an event without data
     * @return false if it was dropped, because the client reads too slowly or the stream has ended
     * @throws java.io.UncheckedIOException if the data cannot be written
     */
    public boolean send(String name, String id, Response.JsonContent data) {
        if (!hasRoom()) {
            dropped.incrementAndGet();
            return false;
        }
        write(encode(name, id, data == null ? stream -> {} : stream -> writeJson(data, stream), UNCOUNTED));
        return true;
    }

    private static void writeJson(Response.JsonContent data, OutputStream stream) throws IOException {
        try (JsonGenerator json = Json.MAPPER.createGenerator(stream)) {
            data.writeTo(json);
        }
    }

    /**
     * Tells the client how long to wait before it takes the stream up again.
     *
     * @param millis the time, in milliseconds
     */
    public void retry(long millis) {
        if (hasRoom()) {
            write(ByteBufUtil.writeAscii(channel.alloc(), "retry: " + millis + "\n\n"));
        }
    }

    /**
     * Whether the next event would be sent.
     *
     * @return false once the stream has ended, and while the client reads too slowly
     */
    public boolean hasRoom() {
        return !ended && queued.get() <= MAX_QUEUED_BYTES;
    }

    /**
     * Whether nothing waits for the client to read.
     *
     * @return false once the stream has ended
     */
    public boolean isDrained() {
        return !ended && queued.get() == 0;
    }

    /**
     * What waits for the client to read.
     *
     * @return number of events and comments
     */
    public int waiting() {
        return waiting.get();
    }

    /**
     * How long the client has read nothing although something waits for it.
     *
     * @return nanoseconds; 0 if nothing waits
     */
    public long stalledNanos() {
        return ended || queued.get() == 0 ? 0 : Math.max(0, System.nanoTime() - progressed);
    }

    /**
     * The events that were dropped so far.
     *
     * @return a count from 0
     */
    int dropped() {
        return dropped.get();
    }

    /**
     * Ends the stream.
     *
     * @param response its content is the data of the last event; without a media type there is no such event
     * @param held counts the event
     * @return the last part of the body, to be written to the connection
     * @throws NoRoomException if it cannot be held
     */
    LastHttpContent last(Response response, HeldBytes held) {
        end();
        return response.contentType() == null
                ? LastHttpContent.EMPTY_LAST_CONTENT
                : new DefaultLastHttpContent(encode(style.last(), style.lastId().get(), response.content(), held));
    }

    private void end() {
        ended = true;
        keepAlive.cancel(false);
    }

    /** Sends a comment, unless something waits for the client as it is. */
    void comment() {
        if (!ended && queued.get() == 0) {
            write(ByteBufUtil.writeAscii(channel.alloc(), KEEP_ALIVE));
        }
    }

    private void write(ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (queued.getAndAdd(size) == 0) {
            progressed = System.nanoTime();
        }
        waiting.incrementAndGet();
        channel.writeAndFlush(new DefaultHttpContent(bytes)).addListener((ChannelFuture written) -> {
            progressed = System.nanoTime();
            waiting.decrementAndGet();
            queued.addAndGet(-size);
        });
    }

    private ByteBuf encode(String name, String id, Response.Content data, HeldBytes held) {
        ByteBuf bytes = channel.alloc().buffer();
        boolean encoded = false;
        try {
            ByteBufUtil.writeAscii(bytes, (id == null ? "" : "id: " + id + "\n") + "event: " + name + "\ndata: ");
            CountedOutput.write(data, bytes, held);
            ByteBufUtil.writeAscii(bytes, "\n\n");
            encoded = true;
        } catch (IOException e) {
            throw new UncheckedIOException("An event could not be written", e);
        } finally {
            if (!encoded) {
                bytes.release();
            }
        }
        return bytes;
    }
}
