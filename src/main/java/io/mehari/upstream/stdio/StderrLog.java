package io.mehari.upstream.stdio;

import io.mehari.network.ByteBudget;
import io.mehari.redaction.Redaction;
import io.mehari.text.PrintableText;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a server's stderr to the log, line by line, under the name of the server: without blank lines, colours and
 * secrets, and at most some lines in a while. The last lines are kept, to tell why a process ended. One thread reads;
 * any thread asks.
 */
final class StderrLog implements LineReader.Lines {
    static final int LINES = 200;
    static final int BYTES = 64 * 1024;
    static final long WHILE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int MAX_LINE = 8 * 1024;
    private static final int KEPT_LINES = 8;
    private static final int KEPT_BYTES = 300;
    private static final int SHOWN = 1_000;

    /** ESC [ ... letter, ESC ] ... BEL, and ESC with one letter (ECMA-48). */
    private static final Pattern CONTROL_SEQUENCE =
            Pattern.compile("\u001B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?|[@-Z^_])");

    private static final Redaction REDACTION = new Redaction(List.of());

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Deque<String> last = new ArrayDeque<>();
    private volatile long lastSign;
    private volatile boolean spoke;
    private boolean begun;
    private long begin;
    private int lines;
    private int bytes;
    private long suppressed;

    /**
     * A log of one process.
     *
     * @param nanoTime the time, as {@link System#nanoTime()} gives it
     */
    StderrLog(String server, LongSupplier nanoTime) {
        this.log = LoggerFactory.getLogger("io.mehari.upstream.stderr." + server);
        this.nanoTime = nanoTime;
    }

    /** Reads to the end. */
    void readAll(InputStream stderr) throws IOException {
        try {
            new LineReader(new Noticed(stderr), MAX_LINE, ByteBudget.unlimited(), this).readAll();
        } finally {
            tellSuppressed();
        }
    }

    /** When something was read at last, be it no whole line. */
    OptionalLong lastSign() {
        return spoke ? OptionalLong.of(lastSign) : OptionalLong.empty();
    }

    /** The last lines in one, without secrets; empty if there were none. */
    String lastWords() {
        String words;
        synchronized (last) {
            words = String.join(" | ", last);
        }
        String clean = REDACTION.text(printable(words));
        return clean.length() > SHOWN ? "..." + clean.substring(clean.length() - SHOWN) : clean;
    }

    /** The last lines, without secrets; empty if there were none. */
    List<String> lastLines() {
        List<String> lines;
        synchronized (last) {
            lines = List.copyOf(last);
        }
        return lines.stream().map(line -> REDACTION.text(printable(line))).toList();
    }

    @Override
    public void line(byte[] buffer, int offset, int length) {
        String text = new String(buffer, offset, length, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return;
        }
        keep(text);
        tell(text, length);
    }

    @Override
    public void overlong(byte[] head, byte[] tail, long length) {
        String text = new String(head, StandardCharsets.UTF_8) + "... (" + length + " bytes)";
        keep(text);
        tell(text, head.length);
    }

    private void keep(String text) {
        String shown = text.length() > KEPT_BYTES ? text.substring(0, KEPT_BYTES) + "..." : text;
        synchronized (last) {
            if (last.size() == KEPT_LINES) {
                last.removeFirst();
            }
            last.addLast(shown.strip());
        }
    }

    private void tell(String text, int length) {
        long now = nanoTime.getAsLong();
        if (!begun || now - begin >= WHILE_NANOS) {
            tellSuppressed();
            begun = true;
            begin = now;
            lines = 0;
            bytes = 0;
        }
        if (lines >= LINES || bytes + length > BYTES) {
            suppressed++;
            return;
        }
        String clean = printable(text);
        if (!clean.isEmpty()) {
            lines++;
            bytes += length;
            log.info("{}", REDACTION.text(clean));
        }
    }

    private void tellSuppressed() {
        if (suppressed > 0) {
            log.warn(
                    "{} lines suppressed: more than {} lines or {} bytes within {} s",
                    suppressed,
                    LINES,
                    BYTES,
                    TimeUnit.NANOSECONDS.toSeconds(WHILE_NANOS));
            suppressed = 0;
        }
    }

    private static String printable(String text) {
        return PrintableText.of(CONTROL_SEQUENCE.matcher(text).replaceAll("").strip());
    }

    private final class Noticed extends FilterInputStream {
        Noticed(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            if (read > 0) {
                lastSign = nanoTime.getAsLong();
                spoke = true;
            }
            return read;
        }
    }
}
