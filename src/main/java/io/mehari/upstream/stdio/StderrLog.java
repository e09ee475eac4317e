package io.mehari.upstream.stdio;

import io.mehari.network.ByteBudget;
import io.mehari.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies a server's stderr to the log, line by line, under the name of the server. */
final class StderrLog implements LineReader.Lines {
    private static final int MAX_LINE = 8 * 1024;

    private final Logger log;

    StderrLog(String server) {
        this.log = LoggerFactory.getLogger("io.mehari.upstream.stderr." + server);
    }

    /** Reads to the end. */
    void readAll(InputStream stderr) throws IOException {
        new LineReader(stderr, MAX_LINE, ByteBudget.unlimited(), this).readAll();
    }

    @Override
    public void line(byte[] buffer, int offset, int length) {
        if (log.isInfoEnabled()) {
            log.info(printable(new String(buffer, offset, length, StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void overlong(byte[] head, byte[] tail, long length) {
        log.info("{}... ({} bytes)", printable(new String(head, StandardCharsets.UTF_8)), length);
    }

    private static String printable(String line) {
        return PrintableText.of(line.strip());
    }
}
