package io.mehari.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.servers.ServerTrial.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ResultTableTest {
    private static final Result GOOD = new Result(
            "files",
            "stdio",
            Optional.of("2025-11-25"),
            14,
            Optional.of(Duration.ofMillis(812)),
            Optional.of(Duration.ofMillis(3)),
            Optional.empty());
    private static final Result BAD = new Result(
            "remote",
            "streamable-http",
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.of("connection refused"));

    @Test
    void sumsUpInColumns() {
        assertThat(ResultTable.of(List.of(GOOD, BAD), Ansi.OFF).lines())
                .containsExactly(
                        "SERVER  TRANSPORT        MCP VERSION  TOOLS  JOINED IN  ROUND TRIP  PROBLEM",
                        "files   stdio            2025-11-25   14     812 ms     3 ms        none",
                        "remote  streamable-http  -            -      -          -           connection refused",
                        "",
                        "1 of 2 cannot be used. JOINED IN: from the start to the list of tools. ROUND TRIP: one"
                                + " ping after that, - where the server does not answer pings.");
    }

    @Test
    void showsProblemsInRedOnATerminalOnly() {
        assertThat(ResultTable.of(List.of(GOOD, BAD), Ansi.ON).lines())
                .anyMatch(line -> line.startsWith("\u001b[31mremote") && line.endsWith("\u001b[0m"))
                .anyMatch(line -> line.startsWith("files"));
        assertThat(ResultTable.of(List.of(GOOD, BAD), Ansi.OFF)).doesNotContain("\u001b");
    }

    @Test
    void saysThatAllIsWell() {
        assertThat(ResultTable.of(List.of(GOOD), Ansi.OFF)).contains("The server answers.");
        assertThat(ResultTable.of(List.of(GOOD, GOOD), Ansi.OFF)).contains("All 2 servers answer.");
    }
}
