package io.mehari.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Differences read as those of {@code diff -u}. */
class LineDiffTest {
    @Test
    void nothingIsSaidOfEqualTexts() {
        assertThat(of("a\nb\n", "a\nb\n")).isEmpty();
    }

    @Test
    void aChangedLineStandsBetweenThreeOthers() {
        assertThat(of("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"))
                .isEqualTo("--- f\n+++ f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    }

    @Test
    void whatIsSameBetweenTwoChangesIsFound() {
        assertThat(of("a\nb\nc\nd\n", "A\nb\nc\nD\n"))
                .isEqualTo("--- f\n+++ f\n@@ -1,4 +1,4 @@\n-a\n+A\n b\n c\n-d\n+D\n");
    }

    @Test
    void aFileThatComesAndOneThatGoes() {
        assertThat(of("", "a\nb\n")).isEqualTo("--- f\n+++ f\n@@ -0,0 +1,2 @@\n+a\n+b\n");
        assertThat(of("a\n", "")).isEqualTo("--- f\n+++ f\n@@ -1,1 +0,0 @@\n-a\n");
    }

    @Test
    void whatIsVeryLongIsShownAsAWhole() {
        String old = "x\n".repeat(3_000);
        String now = "y\n".repeat(3_000);

        assertThat(of(old, now).lines()).hasSize(6_003);
    }

    private static String of(String before, String after) {
        return LineDiff.of("f", before.getBytes(StandardCharsets.UTF_8), after.getBytes(StandardCharsets.UTF_8));
    }
}
