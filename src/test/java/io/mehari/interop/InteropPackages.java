package io.mehari.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real MCP servers, the official client and the conformance suite, as {@code npm ci} installs them. */
final class InteropPackages {
    /** The servers under test, by the end of their packages' names. */
    static final List<String> PROGRAMS = List.of("everything", "filesystem", "memory", "sequential-thinking");

    static final Path DIRECTORY = Path.of("src/test/interop").toAbsolutePath();

    private static final String REMEDY = " Remedy: npm ci --ignore-scripts --prefix src/test/interop";

    private InteropPackages() {}

    /** The script that starts a server. */
    static Path script(String program) {
        return DIRECTORY.resolve("node_modules/@modelcontextprotocol/server-" + program + "/dist/index.js");
    }

    /** Why the tests cannot run here, and the remedy; empty if they can. */
    static Optional<String> problem() {
        if (!nodeAnswers()) {
            return Optional.of("Node (20 or newer) is not on the PATH." + REMEDY);
        }
        return Stream.concat(PROGRAMS.stream().map(InteropPackages::script), Stream.of(ConformanceSuite.SUITE))
                .filter(script -> !Files.isRegularFile(script))
                .findFirst()
                .map(script -> "Not installed: " + script + "." + REMEDY);
    }

    private static boolean nodeAnswers() {
        try {
            Process node = new ProcessBuilder("node", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return node.waitFor(20, TimeUnit.SECONDS) && node.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
