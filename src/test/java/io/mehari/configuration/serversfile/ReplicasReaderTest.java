package io.mehari.configuration.serversfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.configuration.serversfile.Finding.Severity;
import io.mehari.configuration.serversfile.McpServersFile.Reading;
import io.mehari.support.ChangesBehaviour;
import io.mehari.upstream.UpstreamSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;

class ReplicasReaderTest {
    private final McpServersFile file = new McpServersFile(
            new ServerReader(new CallSettingsReader(Duration.ofMinutes(5)), Map.of("TOKEN", "s3cret")::get));

    @Test
    @ChangesBehaviour("mcp-servers.json:replicas")
    void eachReplicaHasItsOwnAndWhatTheEntrySays() {
        UpstreamSettings server = server("""
                'headers': {'Authorization': 'Bearer ${TOKEN}', 'X-Zone': 'none'}, 'bulkhead': 7,
                'replicas': [{'url': 'http://one/mcp'}, {'url': 'http://two/mcp', 'type': 'sse', 'headers': {'X-Zone': 'b'}}]
                """);
        assertThat(server.replicas()).extracting(UpstreamSettings::name).containsExactly("files#0", "files#1");
        UpstreamSettings one = server.replicas().get(0);
        UpstreamSettings two = server.replicas().get(1);
        assertThat(one.http().url()).hasToString("http://one/mcp");
        assertThat(one.http().headers()).containsEntry("X-Zone", "none");
        assertThat(two.http().headers())
                .containsEntry("Authorization", "Bearer s3cret")
                .containsEntry("X-Zone", "b");
        assertThat(two.http().transport()).isEqualTo(UpstreamSettings.Transport.SSE);
        assertThat(two.calls().bulkhead()).isEqualTo(7);
        assertThat(server.http()).isEqualTo(one.http());
    }

    @Test
    void processesOfOneCommandDifferInWhatTheySay() {
        UpstreamSettings server = server("""
                'command': 'serve', 'args': ['--port', '1'], 'env': {'A': '1', 'B': '2'},
                'replicas': [{}, {'args': ['--port', '2'], 'env': {'B': '3'}}, {'command': 'other'}]
                """);
        assertThat(server.replicas().get(0).stdio().args()).containsExactly("--port", "1");
        assertThat(server.replicas().get(1).stdio().args()).containsExactly("--port", "2");
        assertThat(server.replicas().get(1).stdio().env()).isEqualTo(Map.of("A", "1", "B", "3"));
        assertThat(server.replicas().get(2).stdio().command()).isEqualTo("other");
    }

    @Test
    void aServerWithoutReplicasHasNone() {
        assertThat(server("'command': 'x'").replicas()).isEmpty();
    }

    @Test
    void problemsNameTheReplicaByItsIndex() {
        assertThat(errors("'replicas': [{'url': 'http://one/mcp'}, {'url': 'nonsense'}]"))
                .contains("$.mcpServers.files.replicas[1].url: expected an address");
        assertThat(errors("'replicas': [{'url': 'http://one/mcp', 'ulr': 'x'}]"))
                .contains("$.mcpServers.files.replicas[0].ulr: unknown key; did you mean url?");
        assertThat(errors("'replicas': [{'url': 'http://one/mcp', 'headers': {'X': '${MISSING}'}}]"))
                .contains("$.mcpServers.files.replicas[0].headers.X", "MISSING");
        assertThat(errors("'replicas': [{'url': 'http://one/mcp'}, 'http://two/mcp']"))
                .contains("$.mcpServers.files.replicas[1]: expected an object");
        assertThat(errors("'replicas': [{'url': 'http://one/mcp'}, {'command': 'x'}]"))
                .contains(
                        "$.mcpServers.files.replicas[1]: replicas of one server are all processes or all behind a url");
        assertThat(errors("'replicas': [{'url': 'http://one/mcp', 'bulkhead': 1}]"))
                .contains("replicas[0].bulkhead: unknown key");
        assertThat(errors("'replicas': [{'url': 'http://one/mcp', 'forwardHeaders': ['X-A']}]"))
                .contains("replicas: forwardHeaders applies to a whole server");
    }

    @Test
    void aListIsNeitherEmptyNorEndless() {
        assertThat(errors("'replicas': []")).contains("replicas: expected at least one replica");
        assertThat(errors("'replicas': 'x'")).contains("replicas: expected a list");
        assertThat(errors("'command': 'x', 'replicas': [" + "{},".repeat(32) + "{}]"))
                .contains("expected at most 32 replicas, and these are 33");
    }

    @Test
    void oneAddressTwiceIsTold() {
        assertThat(read("'replicas': [{'url': 'http://one/mcp'}, {'url': 'http://one/mcp'}]")
                        .of(Severity.WARNING))
                .singleElement()
                .asString()
                .contains("replicas[1].url: the address of replica 0 as well");
    }

    private UpstreamSettings server(String fields) {
        Reading reading = read(fields);
        assertThat(reading.of(Severity.ERROR)).isEmpty();
        return reading.servers().get(0);
    }

    private String errors(String fields) {
        return String.join("\n", read(fields).of(Severity.ERROR));
    }

    private Reading read(String fields) {
        String text = "{'mcpServers': {'files': {" + fields + "}}}";
        return file.inspect(new ByteArrayResource(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
