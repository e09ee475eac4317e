package io.mehari.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.network.ByteBudget;
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
        new LineReader(pieces, 200_000, ByteBudget.unlimited(), this).readAll();
        assertThat(lines).isEqualTo(expected);
    }

    @Override
    public void unaffordable(byte[] head, byte[] tail, long length) {
        lines.add("unaffordable " + length);
    }

    @Test
    void skipsALineForWhichNoBytesAreLeftAndGivesBackWhatItTook() throws IOException {
        ByteBudget budget = new ByteBudget(300_000);
        String text =
                "a\n" + "-".repeat(100_000) + "\n" + "-".repeat(400_000) + "\nb\n" + "-".repeat(200_000) + "\nc\n";
        new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1_000_000, budget, this)
                .readAll();
        assertThat(lines)
                .containsExactly("a", "-".repeat(100_000), "unaffordable 400000", "b", "-".repeat(200_000), "c");
        assertThat(budget.held()).isZero();
        assertThat(budget.refusals()).isEqualTo(1);
    }

    private void read(String text, int limit) throws IOException {
        new LineReader(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                        limit,
                        ByteBudget.unlimited(),
                        this)
                .readAll();
    }
}
