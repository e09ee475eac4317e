package io.mehari.support;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The dashboard, and the program that checks it: the build makes the one and fetches the other. */
final class Dashboard {
    private static final Path TOOLS = Path.of("target/web/node_modules/@tool").toAbsolutePath();

    /** Where the build lays Deno on each platform. */
    static final List<String> DENO = Stream.of("linux-x64-glibc", "linux-arm64-glibc", "darwin-arm64", "darwin-x64")
            .map(platform -> TOOLS.resolve(platform + "/deno").toString())
            .toList();

    private Dashboard() {}

    static Optional<String> problem() {
        return Dashboard.class.getResource("/dashboard/index.html") == null
                ? Optional.of("The dashboard is not built")
                : Optional.empty();
    }
}
