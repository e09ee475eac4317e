package io.mehari.configuration.serversfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.FileSystemResource;

/**
 * Configurations as other programs write them, and broken ones: beside each file stands what is read from it, and
 * every word that is said about it.
 */
class ConfigurationsInTheWildTest {
    private static final Path FOLDER = Path.of("src/test/resources/configurations");
    private static final Map<String, String> ENVIRONMENT =
            Map.of("GITHUB_TOKEN", "ghp_example", "HOME_DIR", "/home/somebody");

    private final McpServersFile file =
            new McpServersFile(new ServerReader(new CallSettingsReader(Duration.ofMinutes(5)), ENVIRONMENT::get));

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isReadAsWrittenBeside(Path configuration) throws IOException {
        String expected = Files.readString(
                FOLDER.resolve(configuration.getFileName().toString().replace(".json", ".txt")));
        assertThat(describe(file.inspect(new FileSystemResource(configuration))))
                .isEqualTo(expected);
    }

    @Test
    void thereAreFilesOfEveryProgram() throws IOException {
        assertThat(files()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(files())
                .map(file -> file.getFileName().toString())
                .contains(
                        "claude-desktop.json",
                        "mcpo-readme.json",
                        "mcp-dock-services.json",
                        "vscode.json",
                        "cursor.json");
    }

    private static String describe(McpServersFile.Reading reading) {
        Stream<String> servers = Stream.concat(reading.servers().stream(), reading.misconfigured().stream())
                .map(ConfigurationsInTheWildTest::describe);
        Stream<String> findings = reading.findings().stream().map(found -> found.severity() + " " + found);
        return Stream.concat(servers, findings)
                .map(line -> line.replace(System.getProperty("user.dir"), "<working directory>")
                        .replace(System.getProperty("user.home"), "<home>"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String describe(UpstreamSettings server) {
        if (server.problem().isPresent()) {
            return server.name() + ": misconfigured";
        }
        return server.name() + ": " + (server.stdio() == null ? describe(server.http()) : describe(server.stdio()))
                + (server.tools().disabled().isEmpty()
                        ? ""
                        : " without " + new TreeSet<>(server.tools().disabled()))
                + server.tools()
                        .listed()
                        .map(names -> " only " + new TreeSet<>(names))
                        .orElse("");
    }

    private static String describe(StdioSettings stdio) {
        return stdio.command() + " " + stdio.args() + (stdio.env().isEmpty() ? "" : " " + new TreeMap<>(stdio.env()));
    }

    private static String describe(HttpSettings http) {
        return http == null
                ? "nowhere"
                : http.transport() + " " + http.url()
                        + (http.headers().isEmpty() ? "" : " " + new TreeMap<>(http.headers()))
                        + http.tls().map(tls -> " " + tls).orElse("")
                        + http.proxy().map(proxy -> " by " + proxy).orElse("");
    }
}
