package io.mehari.upstream.stdio;

import io.mehari.text.PrintableText;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports lines on stdout that are no messages: the first few, then at each tenfold count. What they say goes to the
 * debug log only, since it may hold secrets. For one thread.
 */
final class SkippedLines {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedLines.class);
    private static final int FIRST = 5;
    private static final int SHOWN = 200;

    private final String server;
    private long count;
    private long nextReport = 10;

    SkippedLines(String server) {
        this.server = server;
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
            String text = new String(buffer, offset, Math.min(shown, SHOWN), StandardCharsets.UTF_8);
            LOG.debug("Upstream {}: the line begins {}", server, PrintableText.of(text));
        }
    }
}
