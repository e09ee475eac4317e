package io.mehari.configuration.serversfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.catalog.ServerNames;
import io.mehari.configuration.serversfile.Finding.Severity;
import io.mehari.configuration.serversfile.McpServersFile.Reading;
import io.mehari.protocol.Json;
import io.mehari.upstream.UpstreamSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;

/** Names that other programs allow. */
class ServerNamesInFilesTest {
    private final McpServersFile file = new McpServersFile(
            new ServerReader(new CallSettingsReader(Duration.ofMinutes(5)), Map.<String, String>of()::get));

    @ParameterizedTest
    @CsvSource({
        "My Server, my-server",
        "@scope/x, scope-x",
        "a__b, a_b",
        "a/b, a-b",
        "-a, a",
        ".a, a",
        "\u00dcn\u00ef, n",
        "\u65e5\u672c, server",
        "github.com/modelcontextprotocol/servers/tree/main/src/memory, servers-tree-main-src-memory"
    })
    void anyNameWorksAndIsMadePlain(String name, String slug) {
        Reading reading = read(name);
        assertThat(reading.servers()).extracting(UpstreamSettings::name).containsExactly(slug);
        assertThat(reading.names()).containsEntry(name, slug);
        assertThat(reading.of(Severity.WARNING)).singleElement().asString().contains("is called " + slug);
        assertThat(reading.of(Severity.ERROR)).isEmpty();
    }

    @Test
    void aNameOfNothingOrOfAnyLengthWorks() {
        for (String name :
                List.of("", " ", "_", "a".repeat(49), "x".repeat(10_000), "a".repeat(30) + "-" + "b".repeat(30))) {
            assertThat(read(name).servers())
                    .singleElement()
                    .satisfies(server ->
                            assertThat(ServerNames.problem(server.name())).isEmpty());
        }
    }

    @Test
    void namesThatBecomeTheSameStayApartAndAreTheSameAtEachStart() {
        Reading reading = read("my-server", "my server", "My Server", "my/server");
        assertThat(reading.servers())
                .extracting(UpstreamSettings::name)
                .doesNotHaveDuplicates()
                .hasSize(4);
        assertThat(reading.names()).containsEntry("my-server", "my-server");
        assertThat(reading.names().get("my server")).matches("my-server-[0-9a-f]{8}");
        assertThat(read("my/server", "My Server", "my server", "my-server").names())
                .isEqualTo(reading.names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "mcp", "health", "Health", "openapi.json", "DOCS"})
    void aReservedNameIsKeptAndToldAbout(String name) {
        Reading reading = read(name);
        assertThat(reading.servers()).extracting(UpstreamSettings::name).containsExactly(name);
        assertThat(reading.of(Severity.WARNING))
                .singleElement()
                .asString()
                .contains("/api/v1/tools/" + name + "/{tool} alone");
    }

    private Reading read(String... names) {
        var root = Json.object();
        var servers = root.putObject("mcpServers");
        for (String name : names) {
            servers.putObject(name).put("command", "x");
        }
        return file.inspect(new ByteArrayResource(Json.bytes(root)));
    }
}
