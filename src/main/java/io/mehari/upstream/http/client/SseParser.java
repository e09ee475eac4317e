package io.mehari.upstream.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads an event stream (WHATWG HTML, section 9.2) as its bytes come in, in pieces of any size. Lines end by CR, LF
 * or CRLF; only whole lines are decoded, so no character is ever cut. For one thread at a time; the values may be read from any.
 */
public final class SseParser {
    private static final int MAX_DIGITS = 9;
    private static final int MAX_ID = 4096;

    private final int limit;
    private final Consumer<SseEvent> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean firstLine = true;
    private boolean afterCarriageReturn;
    private String type = "";
    private String id;
    private volatile String lastEventId;
    private volatile Duration retry;

    /**
     * A parser at the beginning of a stream.
     *
     * @param limit most bytes of one line, and of the data of one event
     * @param events receives each event, also one without data if it carries an id
     */
    public SseParser(int limit, Consumer<SseEvent> events) {
        this.limit = limit;
        this.events = events;
    }

    /** Whether a response is an event stream. */
    public static boolean reads(int status, HttpHeaders headers) {
        String type = String.valueOf(headers.get("Content-Type")).toLowerCase(Locale.ROOT);
        return status / 100 == 2 && type.startsWith("text/event-stream");
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
     * @throws SseTooLongException if a line or an event is over the limit
     */
    public void feed(ByteBuf bytes) {
        while (bytes.isReadable()) {
            int end = bytes.forEachByte(value -> value != '\n' && value != '\r');
            int length = (end < 0 ? bytes.writerIndex() : end) - bytes.readerIndex();
            take(bytes, length);
            if (end >= 0) {
                lineEnd(bytes.readByte());
            }
        }
    }

    /** Begins a new stream that goes on after the last event: what was unfinished is forgotten. */
    public void restart() {
        line.reset();
        data.setLength(0);
        hasData = false;
        firstLine = true;
        afterCarriageReturn = false;
        type = "";
        id = null;
    }

    private void take(ByteBuf bytes, int length) {
        if (length == 0) {
            return;
        }
        if (line.size() + length > limit) {
            throw new SseTooLongException(limit);
        }
        afterCarriageReturn = false;
        byte[] piece = new byte[length];
        bytes.readBytes(piece);
        line.writeBytes(piece);
    }

    private void lineEnd(byte end) {
        boolean secondHalf = end == '\n' && afterCarriageReturn;
        afterCarriageReturn = end == '\r';
        if (!secondHalf) {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            line(firstLine && text.startsWith("\ufeff") ? text.substring(1) : text);
            firstLine = false;
        }
    }

    private void line(String text) {
        if (text.isEmpty()) {
            dispatch();
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(colon + 1);
        field(field, value.startsWith(" ") ? value.substring(1) : value);
    }

    private void field(String field, String value) {
        switch (field) {
            case "data" -> data(value);
            case "event" -> type = value;
            case "id" -> id(value);
            case "retry" -> retry(value);
            default -> {
                // Comments and what later versions may bring
            }
        }
    }

    private void data(String value) {
        if (data.length() + value.length() >= limit) {
            throw new SseTooLongException(limit);
        }
        if (hasData) {
            data.append('\n');
        }
        hasData = true;
        data.append(value);
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
        boolean complete = hasData || id != null;
        if (id != null) {
            lastEventId = id.isEmpty() ? null : id;
        }
        SseEvent event = new SseEvent(type.isEmpty() ? "message" : type, data.toString());
        data.setLength(0);
        hasData = false;
        type = "";
        id = null;
        if (complete) {
            events.accept(event);
        }
    }
}
