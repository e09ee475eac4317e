package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the time of a recovery is made of: a server that is killed and comes back, and a caller that keeps calling. */
class RecoveryIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    void callerNoticesThatAKilledServerIsBack() throws IOException, InterruptedException {
        try (HttpEcho server = HttpEcho.start(directory);
                SteadyCaller caller = new SteadyCaller(server.call())) {
            caller.goodAnswer(System.nanoTime(), LIMIT);
            long killed = server.kill();
            assertThat(server.call().answer()).startsWith("none");
            long listening = server.startAgain();
            assertThat(caller.goodAnswer(killed, LIMIT)).isGreaterThan(killed);
            assertThat(listening).isGreaterThan(killed);
        }
    }

    @Test
    void aServerStartedAloneAnswersAndEnds() throws IOException, InterruptedException {
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        assertThat(EchoStart.once()).isPositive();
        assertThat(ProcessHandle.current().children().toList()).isSubsetOf(before);
    }

    @Test
    void callerTellsTheLastAnswerWhereNoneWasGood() throws IOException, InterruptedException {
        try (HttpEcho server = HttpEcho.start(directory);
                SteadyCaller caller = new SteadyCaller(server.call())) {
            long killed = server.kill();
            assertThatThrownBy(() -> caller.goodAnswer(killed, Duration.ofMillis(50)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("No good answer");
        }
    }
}
