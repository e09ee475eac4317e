package io.mehari.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.GatewayCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as people start it: a JVM of its own, its words and its exit code. */
class RecoveryDemoIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    @DisplayName("S1.12, S1.1: every fault is recovered from without a person, and the demo says how and how fast")
    void recoversFromEveryFault() throws Exception {
        Process demo = start();
        try {
            assertThat(demo.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as("ends by itself")
                    .isTrue();
        } finally {
            demo.destroyForcibly();
        }
        List<String> lines = output();
        String all = String.join("\n", lines);
        for (Fault fault : Fault.values()) {
            assertThat(lines)
                    .as(all)
                    .filteredOn(line -> line.startsWith(fault.title() + " "))
                    .singleElement()
                    .asString()
                    .contains(fault.does())
                    .matches(".*, \\d+ ms .*yes, \\d+ ms");
        }
        assertThat(line(lines, Fault.CRASH)).as("may have run").contains("outcome_unknown");
        assertThat(line(lines, Fault.SERVER_ERROR)).contains("success");
        assertThat(all).contains("7 of 7 faults recovered").doesNotContain("\u001b", "Exception", "ERROR");
        assertThat(demo.exitValue()).isZero();
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void leavesNothingBehindWhenItIsInterrupted() throws Exception {
        Process demo = start();
        try {
            Awaitility.await().atMost(LIMIT).until(() -> output().stream().anyMatch(line -> line.startsWith("500s")));
            List<ProcessHandle> children = demo.descendants().toList();
            assertThat(children).as("the server that is a process").isNotEmpty();
            demo.destroy();
            assertThat(demo.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Awaitility.await().atMost(LIMIT).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(folder.resolve("tmp")).isEmptyDirectory();
        } finally {
            demo.destroyForcibly();
        }
    }

    private static String line(List<String> lines, Fault fault) {
        return lines.stream()
                .filter(line -> line.startsWith(fault.title() + " "))
                .findFirst()
                .orElseThrow();
    }

    private Process start() throws IOException {
        List<String> command =
                GatewayCommand.with("-Xmx256m", "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
        command.addAll(List.of("demo", "recovery"));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private List<String> output() throws IOException {
        return Files.readAllLines(folder.resolve("output"), StandardCharsets.UTF_8);
    }
}
