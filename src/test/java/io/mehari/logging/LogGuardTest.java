package io.mehari.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogGuardTest {
    private static final String FORGED = "2026-01-01T00:00:00Z ERROR forged";

    private final LogFixture log = new LogFixture();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "\n",
                "\r",
                "\u0085",
                "\u2028",
                "\u2029",
                "\u000b",
                "\f",
                "\u001b[2K\u001b[1G",
                "\u009b2K"
            })
    void noCharacterFromOutsideForgesALineOrSteersATerminal(String means) {
        String foreign = "no" + means + FORGED;
        log.logger("io.mehari.servers.UpstreamLog").warn("files is down: it answered {}", foreign);
        log.logger("io.mehari.upstream.stderr.files").info(foreign);
        log.logger("org.other.Parser").error("cannot read " + foreign);
        log.logger("io.mehari.calls").info(foreign);
        log.logger("io.mehari.Other").warn("with what was thrown", new IOException(foreign, new IOException(foreign)));

        assertThat(log.text())
                .contains("forged")
                .doesNotContainPattern("[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u2028\\u2029]");
        assertThat(log.lines()).noneMatch(line -> line.startsWith("2026-01-01"));
        assertThat(log.lines().stream()
                        .filter(line -> line.startsWith("WARN") || line.startsWith("INFO") || line.startsWith("ERROR")))
                .hasSize(5);
    }

    @Test
    void secretsAreReplacedInWhateverIsLogged() {
        String foreign = "password=hunter2 Bearer abcdefghijklmnop";
        log.logger("io.mehari.servers.UpstreamLog").warn("files is down: it answered {}", foreign);
        log.logger("io.mehari.upstream.stderr.files").info(foreign);
        log.logger("org.other.Client").error("sent token={}", "abcdefgh", new IOException(foreign));

        assertThat(log.text()).contains("[redacted]").doesNotContain("hunter2").doesNotContain("abcdefgh");
    }

    @Test
    void textsOfAnyLengthAreCut() {
        log.logger("io.mehari.Any").warn("answered {}", "x".repeat(5_000_000), new IOException("y".repeat(5_000_000)));
        assertThat(log.text()).contains("[cut: 5000000 characters]").hasSizeLessThan(80_000);
    }

    @Test
    void linesOfAMessageOfOurOwnStayAndAreSetIn() {
        log.logger("io.mehari.Any").warn("two things:\n- {}\n- {}", "one", "two\nthree");
        assertThat(log.lines()).endsWith("    - one", "    - two?three");
    }

    @Test
    void patternsWithoutAWordForExceptionsAreSafeToo() {
        LogFixture bare = new LogFixture("%m%n");
        bare.logger("org.other").warn("x", new IOException("password=hunter2\n" + FORGED));
        assertThat(bare.text()).contains("IOException", "\tat ").doesNotContain("hunter2");
        assertThat(bare.lines()).noneMatch(line -> line.startsWith("2026"));
    }

    @Test
    void whatIsPlainStaysAsItIs() {
        log.logger("io.mehari.Any").info("Grüße {} {} — 語", 1, "ü");
        assertThat(log.text()).endsWith("Any : Grüße 1 ü — 語" + System.lineSeparator());
    }
}
