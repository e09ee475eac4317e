package io.mehari.configuration.serversfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ChangesBehaviour;
import io.mehari.upstream.HeaderForwarding;
import io.mehari.upstream.UpstreamSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;

/** Which headers of callers go on to a server, as its entry says. */
class ForwardingReaderTest {
    private static final String URL = "'url': 'https://example.com/mcp'";

    private final McpServersFile file = new McpServersFile(
            new ServerReader(new CallSettingsReader(Duration.ofMinutes(5)), Map.<String, String>of()::get));

    @Test
    @ChangesBehaviour("mcp-servers.json:forwardHeaders")
    void theHeadersOfTheListGoOn() {
        assertThat(forwarding("")).isEqualTo(HeaderForwarding.NONE);
        assertThat(forwarding(", 'forwardHeaders': ['X-User', 'x-tenant-*']").allowed())
                .containsExactly("x-user", "x-tenant-*");
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:client_header_forwarding.enabled")
    @ChangesBehaviour("mcp-servers.json:client_header_forwarding.whitelist")
    @ChangesBehaviour("mcp-servers.json:client_header_forwarding.blacklist")
    void theListsOfMcpoAreRead() {
        String lists = "'whitelist': ['Authorization', 'X-*'], 'blacklist': ['X-Internal-*', '*']}";
        assertThat(forwarding(", 'client_header_forwarding': {'enabled': true, " + lists))
                .isEqualTo(new HeaderForwarding(List.of("authorization", "x-*"), List.of("x-internal-*", "*")));
        assertThat(forwarding(", 'client_header_forwarding': {'enabled': false, " + lists)
                        .isOn())
                .isFalse();
        assertThat(forwarding(", 'client_header_forwarding': {" + lists).isOn()).isFalse();
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:client_header_forwarding.debug_headers")
    void headersAreNotLoggedWhateverIsAsked() {
        assertThat(
                        findings(
                                URL
                                        + ", 'client_header_forwarding': {'enabled': true, 'whitelist': ['X-User'], 'debug_headers': true}"))
                .singleElement()
                .asString()
                .contains("debug_headers", "never part of the log");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'forwardHeaders': ['*']",
                "'forwardHeaders': ['Cookie']",
                "'forwardHeaders': ['X-User', 'Mcp-Session-Id']",
                "'forwardHeaders': ['x y']",
                "'forwardHeaders': [1]",
                "'forwardHeaders': 'X-User'",
                "'client_header_forwarding': {'enabled': true}",
                "'client_header_forwarding': {'enabled': true, 'whitelist': []}",
                "'client_header_forwarding': {'enabled': true, 'whitelist': ['*']}",
                "'client_header_forwarding': {'enabled': 'yes', 'whitelist': ['X-User']}",
                "'client_header_forwarding': {'enable': true, 'whitelist': ['X-User']}",
                "'client_header_forwarding': true"
            })
    void whatCannotBeForwardedLeavesTheServerOut(String key) {
        var reading = file.inspect(resource(URL + ", " + key));
        assertThat(reading.servers()).as(key).isEmpty();
        assertThat(reading.misconfigured())
                .singleElement()
                .extracting(UpstreamSettings::problem)
                .asString()
                .containsAnyOf("forwardHeaders", "client_header_forwarding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'forwardHeaders': ['X-User']",
                "'client_header_forwarding': {'enabled': true, 'whitelist': ['X-User']}"
            })
    void aProcessGetsNoHeadersAndTheWarningSaysSo(String key) {
        assertThat(findings("'command': 'x', " + key))
                .singleElement()
                .asString()
                .contains("a process gets no HTTP headers");
        assertThat(file.read(resource("'command': 'x', " + key))).hasSize(1);
        assertThat(findings("'command': 'x', 'client_header_forwarding': {'enabled': false}"))
                .isEmpty();
    }

    private HeaderForwarding forwarding(String keys) {
        return file.read(resource(URL + keys)).get(0).http().forwarding();
    }

    private List<Finding> findings(String keys) {
        return file.inspect(resource(keys)).findings();
    }

    private static ByteArrayResource resource(String keys) {
        String json = "{\"mcpServers\": {\"files\": {" + keys.replace('\'', '"') + "}}}";
        return new ByteArrayResource(json.getBytes(StandardCharsets.UTF_8));
    }
}
