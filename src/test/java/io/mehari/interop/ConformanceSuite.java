package io.mehari.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.NpmPackages;
import io.mehari.support.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The official conformance suite for clients: it serves a scenario and runs a program that connects to it. */
final class ConformanceSuite {
    private static final int CLIENT_SECONDS = 60;
    private static final int SUITE_SECONDS = 120;

    private final Path directory;

    /**
     * One check of a scenario.
     *
     * @param status {@code SUCCESS}, {@code INFO}, {@code WARNING}, {@code SKIPPED} or {@code FAILURE}
     * @param reason why it failed; empty if it did not
     */
    record Check(String id, String status, String reason) {}

    ConformanceSuite(Path directory) {
        this.directory = directory;
    }

    /**
     * Runs a scenario.
     *
     * @param version of the protocol
     * @param client command of the program, to which the suite adds the address
     */
    List<Check> run(String scenario, String version, List<String> client) throws IOException, InterruptedException {
        Path results = Files.createDirectories(directory.resolve(scenario + "-" + version));
        Path output = results.resolve("output.txt");
        Process suite = new ProcessBuilder(
                        Requirement.NODE.path().toString(),
                        NpmPackages.CONFORMANCE_SUITE.toString(),
                        "client",
                        "--command",
                        String.join(" ", client),
                        "--scenario",
                        scenario,
                        "--spec-version",
                        version,
                        "--timeout",
                        Long.toString(TimeUnit.SECONDS.toMillis(CLIENT_SECONDS)),
                        "-o",
                        results.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(suite.waitFor(SUITE_SECONDS, TimeUnit.SECONDS))
                    .as("end of the suite")
                    .isTrue();
        } finally {
            suite.descendants().forEach(ProcessHandle::destroyForcibly);
            suite.destroyForcibly();
        }
        return checks(results, Files.readString(output));
    }

    private static List<Check> checks(Path results, String output) throws IOException {
        List<Check> checks = new ArrayList<>();
        try (Stream<Path> files = Files.walk(results)) {
            for (Path file : files.filter(path -> path.endsWith("checks.json")).toList()) {
                for (JsonNode check : Json.read(Files.readAllBytes(file))) {
                    checks.add(new Check(
                            check.path("id").asText(),
                            check.path("status").asText(),
                            check.path("errorMessage").asText()));
                }
            }
        }
        assertThat(checks).as(output).isNotEmpty();
        return checks;
    }
}
