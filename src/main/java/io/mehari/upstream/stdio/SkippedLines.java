package io.mehari.upstream.stdio;

import io.mehari.redaction.Redaction;
import io.mehari.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports lines on stdout that are no messages: the first few, then at each tenfold count. What they say goes to the
 * debug log only, since it may hold secrets of calls; until the server is ready, when there were no calls, the first one
 * is kept to tell why it does not become so. One thread adds; any thread asks.
 */
final class SkippedLines {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedLines.class);
    private static final int FIRST = 5;
    private static final int SHOWN = 200;
    private static final int LOOKED_AT = 4_096;
    private static final Redaction REDACTION = new Redaction(List.of());

    private final String server;
    private final Consumer<String> onMistake;
    private volatile boolean joined;
    private volatile String note = "";
    private long count;
    private long nextReport = 10;

    /**
     * @param onMistake notified, before the server is ready, of a line that shows that it will never be understood
     */
    SkippedLines(String server, Consumer<String> onMistake) {
        this.server = server;
        this.onMistake = onMistake;
    }

    /** The server is ready: what it writes may hold secrets from now on. */
    void joined() {
        joined = true;
        note = "";
    }

    /** The first line as a part of a reason, until the server is ready; empty if there was none. */
    String note() {
        return note;
    }

    void skipped(String why, long length, byte[] buffer, int offset, int shown) {
        count++;
        if (count <= FIRST) {
            LOG.warn(
                    "Upstream {}: skipped a line of {} bytes on stdout that {}; a server may print nothing but"
                            + " messages there, its log belongs on stderr",
                    server,
                    length,
                    why);
        } else if (count == nextReport) {
            LOG.warn("Upstream {}: skipped {} lines on stdout so far, the last one {}", server, count, why);
        }
        nextReport = count == nextReport ? nextReport * 10 : nextReport;
        if (LOG.isDebugEnabled() && count <= FIRST) {
            LOG.debug("Upstream {}: the line begins {}", server, text(buffer, offset, shown));
        }
        if (!joined) {
            learn(buffer, offset, shown);
        }
    }

    private void learn(byte[] buffer, int offset, int shown) {
        if (note.isEmpty()) {
            note = "; it wrote `" + text(buffer, offset, shown) + "` first on its stdout, which is no message";
        }
        String line = new String(buffer, offset, Math.min(shown, LOOKED_AT), StandardCharsets.ISO_8859_1);
        if (line.startsWith("Content-Length:")) {
            onMistake.accept(
                    "wrote `" + text(buffer, offset, shown) + "` on its stdout, as the Language Server Protocol"
                            + " frames messages; MCP over stdio is one JSON object per line");
        } else if (line.contains("\"jsonrpc\"")) {
            onMistake.accept("wrote `" + text(buffer, offset, shown) + "` on its stdout, where a message is mixed with"
                    + " other text or spread over several lines; MCP over stdio is one JSON object per line");
        } else if (line.startsWith("\u00ff\u00fe") || line.startsWith("\u00fe\u00ff") || line.startsWith("{\0")) {
            onMistake.accept("writes UTF-16 on its stdout; MCP over stdio is UTF-8");
        }
    }

    private static String text(byte[] buffer, int offset, int shown) {
        String text = new String(buffer, offset, Math.min(shown, SHOWN), StandardCharsets.UTF_8);
        return REDACTION.text(PrintableText.of(text.strip()));
    }
}
