package io.mehari.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.Trials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest implements LineReader.Lines {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void line(byte[] buffer, int offset, int length) {
        lines.add(new String(buffer, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void overlong(byte[] head, byte[] tail, long length) {
        lines.add(new String(head, 0, 3, StandardCharsets.UTF_8) + ".." + length + ".."
                + new String(tail, tail.length - 3, 3, StandardCharsets.UTF_8));
    }

    @Test
    void splitsAtLineFeedsAndDropsAnUnfinishedEnd() throws IOException {
        read("a\n\nb\u4f60\r\nunfinished", 1_000);
        assertThat(lines).containsExactly("a", "", "b\u4f60\r");
    }

    @Test
    void skipsALineOverTheLimitAndGoesOn() throws IOException {
        read("short\nabc" + "-".repeat(200_000) + "xyz\nnext\n" + "-".repeat(1_000) + "\n", 1_000);
        assertThat(lines).containsExactly("short", "abc..200006..xyz", "next", "-".repeat(1_000));
    }

    @Test
    void readsLinesOfAnyLengthInPiecesOfAnyLength() throws IOException {
        Random random = Trials.random(7);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < Trials.count(60, 500); i++) {
            expected.add(Integer.toString(i).repeat(random.nextInt(60_000)));
        }
        byte[] bytes = (String.join("\n", expected) + "\n").getBytes(StandardCharsets.UTF_8);
        InputStream pieces = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(9_000)));
            }
        };
        new LineReader(pieces, 200_000, this).readAll();
        assertThat(lines).isEqualTo(expected);
    }

    private void read(String text, int limit) throws IOException {
        new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), limit, this).readAll();
    }
}
