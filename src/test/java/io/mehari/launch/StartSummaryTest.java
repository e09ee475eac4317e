package io.mehari.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.ServedAddress;
import io.mehari.support.ManualTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartSummaryTest {
    private final List<String> said = new ArrayList<>();
    private final ManualTimer timer = new ManualTimer();
    private final StartSummary summary = new StartSummary(new ToolCatalog(), timer, said::add);

    @Test
    void waitsForEveryServerAndSpeaksOnce() {
        summary.expect("a");
        summary.expect("b");
        summary.joined("a");
        summary.serving(address("/"));
        assertThat(said).containsExactly("Mehari listens on http://127.0.0.1:1 while b joins");
        assertThat(summary.settled()).isNotDone();
        summary.failed("b");
        assertThat(summary.settled()).isCompleted();
        summary.joined("b");
        assertThat(said)
                .hasSize(2)
                .last()
                .asString()
                .contains("on http://127.0.0.1:1, 1 of 2 servers joined, still missing b.")
                .contains("curl http://127.0.0.1:1/api/v1/tools");
    }

    @Test
    void doesNotWaitForServersForEver() {
        summary.expect("slow");
        summary.serving(address("/"));
        assertThat(summary.settled()).isNotDone();
        timer.advance(Duration.ofSeconds(15));
        assertThat(summary.settled()).isCompleted();
        assertThat(said).hasSize(2).last().asString().contains("0 of 1 server joined, still missing slow");
    }

    @Test
    void speaksAtOnceWithoutServers() {
        summary.serving(address("/"));
        assertThat(said).singleElement().asString().contains("0 of 0 servers joined");
    }

    @Test
    void saysBelowWhichPathTheToolsAre() {
        summary.expect("a");
        summary.serving(address("/x/y/"));
        summary.joined("a");
        assertThat(said).first().asString().startsWith("Mehari listens on http://127.0.0.1:1/x/y while");
        assertThat(said)
                .last()
                .asString()
                .contains(" on http://127.0.0.1:1/x/y, ", "curl http://127.0.0.1:1/api/v1/tools");
    }

    private static ServedAddress address(String toolPath) {
        return new ServedAddress() {
            @Override
            public String base() {
                return "http://127.0.0.1:1";
            }

            @Override
            public String toolPath() {
                return toolPath;
            }
        };
    }
}
