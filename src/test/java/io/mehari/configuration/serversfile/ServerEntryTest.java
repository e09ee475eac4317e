package io.mehari.configuration.serversfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.support.ChangesBehaviour;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.UpstreamSettings.Tls;
import io.mehari.upstream.UpstreamSettings.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;

/** The keys of one server's entry that say whether and how it is reached. */
class ServerEntryTest {
    private static final String URL = "'url': 'https://example.com/mcp'";

    private final McpServersFile file = new McpServersFile(
            new ServerReader(new CallSettingsReader(Duration.ofMinutes(5)), Map.of("TOKEN", "s3cret")::get));

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"disabled, true", "enabled, false", "auto_start, false", "autoStart, false"})
    @ChangesBehaviour("mcp-servers.json:disabled")
    @ChangesBehaviour("mcp-servers.json:enabled")
    @ChangesBehaviour("mcp-servers.json:auto_start")
    @ChangesBehaviour("mcp-servers.json:autoStart")
    void aServerThatIsSwitchedOffIsLeftOut(String key, boolean off) {
        assertThat(read("'command': 'x', '" + key + "': " + off)).isEmpty();
        assertThat(read("'command': 'x', '" + key + "': " + !off)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "serverUrl", "httpUrl"})
    @ChangesBehaviour("mcp-servers.json:url")
    @ChangesBehaviour("mcp-servers.json:serverUrl")
    @ChangesBehaviour("mcp-servers.json:httpUrl")
    void theAddressStandsUnderAnyOfItsNames(String key) {
        HttpSettings http = http("'" + key + "': 'https://example.com/mcp'");
        assertThat(http.url()).isEqualTo(URI.create("https://example.com/mcp"));
        assertThat(http.transport()).isEqualTo(key.equals("httpUrl") ? Transport.STREAMABLE_HTTP : Transport.PROBE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"transport", "transport_type", "transportType"})
    @ChangesBehaviour("mcp-servers.json:transport")
    @ChangesBehaviour("mcp-servers.json:transport_type")
    @ChangesBehaviour("mcp-servers.json:transportType")
    void theTransportStandsUnderAnyOfItsNames(String key) {
        assertThat(http(URL).transport()).isEqualTo(Transport.PROBE);
        assertThat(http(URL + ", '" + key + "': 'sse'").transport()).isEqualTo(Transport.SSE);
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:headers")
    void headersAreSentWithTheirVariablesFilledIn() {
        assertThat(http(URL).headers()).isEmpty();
        assertThat(http(URL + ", 'headers': {'Authorization': 'Bearer ${TOKEN}'}")
                        .headers())
                .containsExactly(Map.entry("Authorization", "Bearer s3cret"));
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:proxy")
    void theServerIsReachedThroughItsProxy() {
        assertThat(http(URL).proxy()).isEmpty();
        assertThat(http(URL + ", 'proxy': 'http://proxy.example.com:3128'").proxy())
                .contains(URI.create("http://proxy.example.com:3128"));
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:tls.ca")
    @ChangesBehaviour("mcp-servers.json:tls.certificate")
    @ChangesBehaviour("mcp-servers.json:tls.key")
    void theFilesOfTlsAreEachInTheirPlace() throws IOException {
        assertThat(http(URL).tls()).isEmpty();
        Path ca = Files.createFile(directory.resolve("ca.pem"));
        Path certificate = Files.createFile(directory.resolve("certificate.pem"));
        Path key = Files.createFile(directory.resolve("key.pem"));
        String files = "'ca': '%s', 'certificate': '%s', 'key': '%s'".formatted(ca, certificate, key);
        assertThat(http(URL + ", 'tls': {" + files + "}").tls())
                .contains(new Tls(Optional.of(ca), Optional.of(certificate), Optional.of(key)));
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:envFile")
    void variablesComeFromTheFileUnlessTheEntryHasThem() throws IOException {
        Path variables = Files.writeString(directory.resolve("variables.env"), "A=of the file\nB=of the file\n");
        UpstreamSettings server = read("'command': 'x', 'envFile': '" + variables + "', 'env': {'B': 'of the entry'}")
                .get(0);
        assertThat(server.stdio().env()).isEqualTo(Map.of("A", "of the file", "B", "of the entry"));
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:timeout.connect")
    void aServerMayTakeItsOwnTimeToBecomeReady() {
        assertThat(read("'command': 'x'").get(0).connect()).isEmpty();
        assertThat(read("'command': 'x', 'timeout': {'connect': '3m'}").get(0).connect())
                .contains(Duration.ofMinutes(3));
        assertThat(read(URL + ", 'timeout': {'connect': '3s', 'attempt': '1s'}")
                        .get(0)
                        .connect())
                .contains(Duration.ofSeconds(3));
        assertThatThrownBy(() -> read("'command': 'x', 'tools': {'t': {'timeout': {'connect': '3m'}}}"))
                .hasMessageContaining("applies to a whole server");
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:inheritEnv")
    void aProcessInheritsMoreWhereItsEntryAsksForIt() {
        Map<String, String> gateway = Map.of("PATH", "/bin", "REGION", "eu", "REGION_2", "us", "MEHARI_API_KEY", "k");
        assertThat(inherited("", gateway)).containsOnlyKeys("PATH");
        assertThat(inherited(", 'inheritEnv': false", gateway)).containsOnlyKeys("PATH");
        assertThat(inherited(", 'inheritEnv': ['region']", gateway)).containsOnlyKeys("PATH", "REGION");
        assertThat(inherited(", 'inheritEnv': ['REGION*']", gateway)).containsOnlyKeys("PATH", "REGION", "REGION_2");
        assertThat(inherited(", 'inheritEnv': true", gateway)).containsOnlyKeys("PATH", "REGION", "REGION_2");
    }

    @Test
    void aVariableThatIsNullIsNotInheritedWhateverElseIsSaid() {
        Map<String, String> gateway = Map.of("PATH", "/bin", "HTTP_PROXY", "http://proxy", "REGION", "eu");
        assertThat(inherited(", 'env': {'http_proxy': null, 'A': 'b'}", gateway))
                .containsOnlyKeys("PATH");
        assertThat(inherited(", 'inheritEnv': true, 'env': {'REGION': null}", gateway))
                .containsOnlyKeys("PATH", "HTTP_PROXY");
    }

    private Map<String, String> inherited(String key, Map<String, String> gateway) {
        return read("'command': 'x'" + key).get(0).stdio().inherited().of(gateway);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MEHARI_API_KEY", "mcpo_api_key", "MEHARI_*"})
    void aSettingOfTheGatewayIsNotInheritedByName(String name) {
        assertThatThrownBy(() -> read("'command': 'x', 'inheritEnv': ['" + name + "']"))
                .hasMessageContaining("never passed to a server")
                .hasMessageContaining("inheritEnv");
    }

    private HttpSettings http(String keys) {
        return read(keys).get(0).http();
    }

    private List<UpstreamSettings> read(String keys) {
        String json = "{\"mcpServers\": {\"files\": {" + keys.replace('\'', '"') + "}}}";
        return file.read(new ByteArrayResource(json.getBytes(StandardCharsets.UTF_8)));
    }
}
