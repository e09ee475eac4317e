package io.mehari.upstream.http.client;

import io.mehari.network.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads an event stream (WHATWG HTML, section 9.2) as its bytes come in, in pieces of any size. Lines end by CR, LF
 * or CRLF. Data stays bytes, so that whoever reads it sees what is wrong with it. An event over the limit, or for which the
 * budget has nothing left, ends the stream, or is left out where there is somebody who hears of it. For one thread at a time;
 * the values may be read from any.
 */
public final class SseParser {
    private static final int MAX_DIGITS = 9;
    private static final int MAX_ID = 4096;
    private static final int COLON = ':';
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final SseText text;
    private final Consumer<SseEvent> events;
    private boolean firstLine = true;
    private boolean afterCarriageReturn;
    private String type = "";
    private String id;
    private volatile String lastEventId;
    private volatile Duration retry;

    /**
     * A parser at the beginning of a stream that ends with an event that is too long, by a {@link SseTooLongException}.
     *
     * @param limit most bytes of one line, and of the data of one event
     * @param budget is asked for the bytes of an event
     * @param events receives each event, also one without data if it carries an id
     */
    public SseParser(int limit, ByteBudget budget, Consumer<SseEvent> events) {
        this(limit, budget, events, null);
    }

    /**
     * A parser at the beginning of a stream that goes on after an event that is too long.
     *
     * @param dropped hears of each event that is left out, when its end has come
     */
    public SseParser(int limit, ByteBudget budget, Consumer<SseEvent> events, Consumer<DroppedEvent> dropped) {
        this.text = new SseText(limit, budget, dropped);
        this.events = events;
    }

    /** Reads the events of a text that is there already; what is unfinished at its end is none. */
    public static void read(byte[] text, Consumer<SseEvent> events) {
        new SseParser(text.length + 1, ByteBudget.unlimited(), events).feed(Unpooled.wrappedBuffer(text));
    }

    /** Whether a response is an event stream. */
    public static boolean reads(int status, HttpHeaders headers) {
        return status / 100 == 2 && isStream(headers);
    }

    /** Whether the content of a response, whatever its status, is events. */
    public static boolean isStream(HttpHeaders headers) {
        String type = String.valueOf(headers.get("Content-Type")).toLowerCase(Locale.ROOT);
        return type.startsWith("text/event-stream");
    }

    /** The id of the last event that had one: where the stream can be taken up again. */
    public Optional<String> lastEventId() {
        return Optional.ofNullable(lastEventId);
    }

    /** How long the server wants to be left alone before the stream is opened again, if it said so. */
    public Optional<Duration> retry() {
        return Optional.ofNullable(retry);
    }

    /**
     * Takes the next bytes; the buffer is read to its end and not kept.
     *
     * @throws SseTooLongException if a line or an event is over the limit, and nobody hears of those left out
     */
    public void feed(ByteBuf bytes) {
        while (bytes.isReadable()) {
            int end = bytes.forEachByte(value -> value != '\n' && value != '\r');
            int length = (end < 0 ? bytes.writerIndex() : end) - bytes.readerIndex();
            if (length > 0) {
                afterCarriageReturn = false;
                text.take(bytes, length);
            }
            if (end >= 0) {
                lineEnd(bytes.readByte());
            }
        }
    }

    /** Begins a new stream that goes on after the last event: what was unfinished is forgotten. */
    public void restart() {
        text.restart();
        firstLine = true;
        afterCarriageReturn = false;
        type = "";
        id = null;
    }

    /** Gives back what is counted, on any thread: nothing more comes, unless the stream begins again. */
    public void release() {
        text.release();
    }

    /** The data of the event that has begun and not ended, the last line included; empty if there is none. */
    public byte[] unfinished() {
        if (text.lineLength() > 0 && text.isField("data")) {
            text.addLine(valueFrom("data".length()));
        }
        return text.data();
    }

    private void lineEnd(byte end) {
        boolean secondHalf = end == '\n' && afterCarriageReturn;
        afterCarriageReturn = end == '\r';
        if (!secondHalf) {
            if (firstLine) {
                text.skip(BYTE_ORDER_MARK);
                firstLine = false;
            }
            line();
            text.endLine();
        }
    }

    private void line() {
        if (text.lineLength() == 0) {
            dispatch();
        } else if (text.isField("data")) {
            text.addLine(valueFrom("data".length()));
        } else if (text.isField("event")) {
            type = value("event");
        } else if (text.isField("id")) {
            id(value("id"));
        } else if (text.isField("retry")) {
            retry(value("retry"));
        }
        // else comments, and what later versions may bring
    }

    /** Where the value begins in the line of a field: behind the colon and one space. */
    private int valueFrom(int field) {
        boolean colon = text.lineLength() > field && text.at(field) == COLON;
        int from = colon ? field + 1 : field;
        return colon && text.lineLength() > from && text.at(from) == ' ' ? from + 1 : from;
    }

    private String value(String field) {
        return text.lineFrom(valueFrom(field.length()));
    }

    private void id(String value) {
        if (value.indexOf('\0') < 0 && value.length() <= MAX_ID) {
            id = value;
        }
    }

    private void retry(String value) {
        boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits && value.length() <= MAX_DIGITS) {
            retry = Duration.ofMillis(Long.parseLong(value));
        }
    }

    private void dispatch() {
        if (id != null) {
            lastEventId = id.isEmpty() ? null : id;
        }
        boolean complete = text.hasData() || id != null;
        String of = type.isEmpty() ? SseEvent.MESSAGE : type;
        type = "";
        id = null;
        if (text.endDropped()) {
            return;
        }
        byte[] data = text.data();
        text.endEvent();
        if (complete) {
            events.accept(new SseEvent(of, data));
        }
    }

    /**
     * An event that was left out.
     *
     * @param head its first bytes
     * @param tail its last bytes
     * @param reason to stand behind the server's name
     * @param ofGateway whether the gateway holds too much already, so that nothing is wrong with the event
     */
    @SuppressWarnings("java:S6218") // never compared
    public record DroppedEvent(byte[] head, byte[] tail, String reason, boolean ofGateway) {}
}
