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

    /** Name of the event that ends a stream. */
    static final String RESULT = "result";

    /** Events before the last are bounded by {@link #MAX_QUEUED_BYTES}. */
    private static final HeldBytes UNCOUNTED = new HeldBytes(ByteBudget.unlimited());

    private static final String KEEP_ALIVE = ": keep-alive\n\n";

    private final Channel channel;
    private final AtomicLong queued = new AtomicLong();
    private final AtomicInteger dropped = new AtomicInteger();
    private final ScheduledFuture<?> keepAlive;
    private volatile boolean ended;

    /**
     * A stream whose head has been sent.
     *
     * @param channel the connection; the keep-alive comments end with it
     */
    EventStream(Channel channel) {
        this.channel = channel;
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
        if (ended || queued.get() > MAX_QUEUED_BYTES) {
            dropped.incrementAndGet();
            return false;
        }
        write(encode(
                name,
                stream -> {
                    try (JsonGenerator json = Json.MAPPER.createGenerator(stream)) {
                        data.writeTo(json);
                    }
                },
                UNCOUNTED));
        return true;
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
     * @param name name of the last event
     * @param response its content is the data of the event
     * @param held counts the event
     * @return the last part of the body, to be written to the connection
     * @throws NoRoomException if it cannot be held
     */
    LastHttpContent last(String name, Response response, HeldBytes held) {
        end();
        return new DefaultLastHttpContent(encode(name, response.content(), held));
    }

    private void end() {
        ended = true;
        keepAlive.cancel(false);
    }

    private void comment() {
        if (!ended && queued.get() == 0) {
            write(ByteBufUtil.writeAscii(channel.alloc(), KEEP_ALIVE));
        }
    }

    private void write(ByteBuf bytes) {
        int size = bytes.readableBytes();
        queued.addAndGet(size);
        channel.writeAndFlush(new DefaultHttpContent(bytes))
                .addListener((ChannelFuture written) -> queued.addAndGet(-size));
    }

    private ByteBuf encode(String name, Response.Content data, HeldBytes held) {
        ByteBuf bytes = channel.alloc().buffer();
        boolean encoded = false;
        try {
            ByteBufUtil.writeAscii(bytes, "event: " + name + "\ndata: ");
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
