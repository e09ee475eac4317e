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

/**
 * The official conformance suite. For a client it serves a scenario and runs a program that connects to it; a server it
 * calls.
 */
final class ConformanceSuite {
    private static final int CLIENT_SECONDS = 60;
    private static final int SUITE_SECONDS = 180;

    private final Path directory;

    /**
     * One check of a scenario.
     *
     * @param scenario with the time of the run after its name
     * @param status {@code SUCCESS}, {@code INFO}, {@code WARNING}, {@code SKIPPED} or {@code FAILURE}
     * @param reason why it failed; empty if it did not
     * @param details what the suite noted, such as the answer
     */
    record Check(String scenario, String id, String status, String reason, String details) {
        boolean is(String wanted) {
            return status.equals(wanted);
        }
    }

    /**
     * What a run found.
     *
     * @param exitCode 0 if nothing failed that counts
     * @param checks of all scenarios
     * @param output what the suite printed
     */
    record Verdict(int exitCode, List<Check> checks, String output) {
        List<Check> with(String status) {
            return checks.stream().filter(check -> check.is(status)).toList();
        }
    }

    ConformanceSuite(Path directory) {
        this.directory = directory;
    }

    /**
     * Judges a client by one scenario.
     *
     * @param version of the protocol
     * @param client command of the program, to which the suite adds the address
     */
    List<Check> run(String scenario, String version, List<String> client) throws IOException, InterruptedException {
        return run(
                        scenario + "-" + version,
                        List.of(
                                "client",
                                "--command",
                                String.join(" ", client),
                                "--scenario",
                                scenario,
                                "--spec-version",
                                version,
                                "--timeout",
                                Long.toString(TimeUnit.SECONDS.toMillis(CLIENT_SECONDS))))
                .checks();
    }

    /**
     * Judges a server by every scenario of a version.
     *
     * @param url of the server; its host must be {@code localhost}
     * @param version of the protocol
     */
    Verdict all(String url, String version) throws IOException, InterruptedException {
        return run("all-" + version, List.of("server", "--url", url, "--suite", "all", "--spec-version", version));
    }

    /**
     * Judges a server by what is required of a version since it was released.
     *
     * @param url of the server; its host must be {@code localhost}
     * @param version of the protocol
     */
    Verdict requirements(String url, String version) throws IOException, InterruptedException {
        return run("required-" + version, List.of("server", "--url", url, "--requirements", version));
    }

    private Verdict run(String name, List<String> arguments) throws IOException, InterruptedException {
        Path results = Files.createTempDirectory(directory, name);
        Path output = results.resolve("output.txt");
        List<String> command =
                new ArrayList<>(List.of(Requirement.NODE.path().toString(), NpmPackages.CONFORMANCE_SUITE.toString()));
        command.addAll(arguments);
        command.addAll(List.of("-o", results.toString()));
        Process suite = new ProcessBuilder(command)
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
        String printed = Files.readString(output);
        return new Verdict(suite.exitValue(), checks(results, printed), printed);
    }

    private static List<Check> checks(Path results, String output) throws IOException {
        List<Check> checks = new ArrayList<>();
        try (Stream<Path> files = Files.walk(results)) {
            for (Path file : files.filter(path -> path.endsWith("checks.json")).toList()) {
                for (JsonNode check : Json.read(Files.readAllBytes(file))) {
                    checks.add(new Check(
                            file.getParent().getFileName().toString(),
                            check.path("id").asText(),
                            check.path("status").asText(),
                            check.path("errorMessage").asText(),
                            check.path("details").toString()));
                }
            }
        }
        assertThat(checks).as(output).isNotEmpty();
        return checks;
    }
}
