package io.mehari.upstream.http.client;

import io.mehari.network.ByteBudget;
import io.mehari.upstream.http.client.SseParser.DroppedEvent;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The bytes of an event that is coming in: the line that has not ended, and the data of those that have. Holds no more than
 * the limit of each, and what the budget gives; of an event that is left out only its ends. A single long line becomes the data
 * without being copied. For one thread at a time.
 */
final class SseText {
    private static final int SMALL = 256;
    private static final int END = 256;
    /** So many limits long may an event be that is left out; then the stream ends. */
    private static final int LONGEST_DROPPED = 8;

    private final int limit;
    private final ByteBudget budget;
    private final Consumer<DroppedEvent> dropped;
    private volatile ByteBudget.Share share;
    private byte[] line = new byte[SMALL];
    private int lineLength;
    private int lineFrom;
    private byte[] data = new byte[SMALL];
    private int dataFrom;
    private int dataTo;
    private boolean hasData;
    private SseTooLongException leftOut;
    private byte[] head;
    private byte[] tail = {};
    private long skipped;

    /**
     * No bytes yet.
     *
     * @param dropped hears of events that are left out; null if one ends the stream
     */
    SseText(int limit, ByteBudget budget, Consumer<DroppedEvent> dropped) {
        this.limit = limit;
        this.budget = budget;
        this.share = budget.share();
        this.dropped = dropped;
    }

    /** Adds to the line. */
    void take(ByteBuf bytes, int length) {
        if (leftOut == null && lineLength + (long) length > limit) {
            leaveOut(tooLong());
        }
        if (leftOut == null && lineLength + length > line.length) {
            growLine(lineLength + length);
        }
        if (leftOut != null) {
            skip(bytes, length);
            return;
        }
        bytes.readBytes(line, lineLength, length);
        lineLength += length;
    }

    private void growLine(int wanted) {
        int capacity = (int) Math.min(limit, Math.max(line.length * 2L, wanted));
        if (holds(capacity + (long) data.length)) {
            line = Arrays.copyOf(line, capacity);
        }
    }

    private boolean holds(long bytes) {
        if (share.hold(bytes)) {
            return true;
        }
        leaveOut(new SseTooLongException(DroppedAnswer.reason(budget), true));
        return false;
    }

    private SseTooLongException tooLong() {
        return new SseTooLongException("sent an event of more than " + limit + " bytes, which is the limit", false);
    }

    private void leaveOut(SseTooLongException reason) {
        if (dropped == null) {
            clear();
            throw reason;
        }
        byte[] known = hasData ? data() : Arrays.copyOfRange(line, Math.min(lineLength, afterField()), lineLength);
        head = Arrays.copyOf(known, Math.min(END, known.length));
        tail = Arrays.copyOfRange(known, Math.max(0, known.length - END), known.length);
        clear();
        leftOut = reason;
    }

    /** Where data begins in a line of data; what else an overlong line is does not matter. */
    private int afterField() {
        return line.length > 5 && line[5] == ' ' ? 6 : 5;
    }

    /** Keeps the last bytes only. A blank line ends the event, so that of a line one byte is as good as all. */
    private void skip(ByteBuf bytes, int length) {
        skipped += length;
        if (skipped > (long) LONGEST_DROPPED * limit) {
            throw tooLong();
        }
        int kept = Math.min(END, length);
        bytes.skipBytes(length - kept);
        byte[] last = new byte[kept];
        bytes.readBytes(last);
        byte[] both = Arrays.copyOf(tail, tail.length + kept);
        System.arraycopy(last, 0, both, tail.length, kept);
        tail = Arrays.copyOfRange(both, Math.max(0, both.length - END), both.length);
        lineLength = 1;
        line[0] = ':';
    }

    int lineLength() {
        return lineLength - lineFrom;
    }

    byte at(int index) {
        return line[lineFrom + index];
    }

    String lineFrom(int index) {
        return new String(line, lineFrom + index, lineLength() - index, StandardCharsets.UTF_8);
    }

    /** Whether the line is this field: its name, then a colon or nothing. */
    boolean isField(String name) {
        int length = name.length();
        if (lineLength() < length || (lineLength() > length && at(length) != ':')) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (at(i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Leaves out what stands at the beginning of the line. */
    void skip(byte[] prefix) {
        if (lineLength >= prefix.length && Arrays.equals(line, 0, prefix.length, prefix, 0, prefix.length)) {
            lineFrom = prefix.length;
        }
    }

    /** The line is data, from an index on. */
    void addLine(int index) {
        int from = lineFrom + index;
        int length = lineLength - from;
        if (!hasData && length > SMALL) {
            data = line;
            dataFrom = from;
            dataTo = lineLength;
            line = new byte[SMALL];
        } else {
            append(from, length);
        }
        hasData = leftOut == null;
    }

    private void append(int from, int length) {
        int separator = hasData ? 1 : 0;
        int wanted = dataTo - dataFrom + separator + length;
        if (wanted > limit) {
            leaveOut(tooLong());
            return;
        }
        if (dataTo + separator + length > data.length) {
            int capacity = (int) Math.min(limit, Math.max(data.length * 2L, wanted));
            if (!holds(capacity + (long) line.length)) {
                return;
            }
            byte[] grown = new byte[capacity];
            System.arraycopy(data, dataFrom, grown, 0, dataTo - dataFrom);
            dataTo -= dataFrom;
            dataFrom = 0;
            data = grown;
        }
        if (separator > 0) {
            data[dataTo++] = '\n';
        }
        System.arraycopy(line, from, data, dataTo, length);
        dataTo += length;
    }

    boolean hasData() {
        return hasData;
    }

    /** The data so far. */
    byte[] data() {
        return Arrays.copyOfRange(data, dataFrom, dataTo);
    }

    void endLine() {
        lineLength = 0;
        lineFrom = 0;
    }

    /** The event has ended: tells of it if it was left out. */
    boolean endDropped() {
        if (leftOut == null) {
            return false;
        }
        SseTooLongException reason = leftOut;
        DroppedEvent event = new DroppedEvent(head, tail, reason.getMessage(), reason.ofGateway());
        leftOut = null;
        tail = new byte[0];
        skipped = 0;
        dropped.accept(event);
        return true;
    }

    /** Nothing is left of the event; small buffers are kept for the next. */
    void endEvent() {
        dataFrom = 0;
        dataTo = 0;
        hasData = false;
        if (line.length > ByteBudget.UNCOUNTED) {
            line = new byte[SMALL];
        }
        if (data.length > ByteBudget.UNCOUNTED) {
            data = new byte[SMALL];
        }
        share.release();
    }

    /** Nothing is left, and bytes may be taken again. */
    void restart() {
        clear();
        release();
        share = budget.share();
    }

    /** Gives back what is counted, on any thread; nothing is counted any more. */
    void release() {
        share.close();
    }

    private void clear() {
        leftOut = null;
        skipped = 0;
        tail = new byte[0];
        endLine();
        endEvent();
    }
}
