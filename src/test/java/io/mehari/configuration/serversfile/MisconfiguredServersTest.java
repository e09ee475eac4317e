package io.mehari.configuration.serversfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.upstream.UpstreamSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;

/** A problem inside one server's entry concerns that server alone. */
class MisconfiguredServersTest {
    private final McpServersFile file = new McpServersFile(
            new ServerReader(new CallSettingsReader(Duration.ofMinutes(5)), Map.of("TOKEN", "s3cret")::get));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "5",
                "null",
                "[]",
                "'text'",
                "{'comand': 'x'}",
                "{'command': 'x', 'foo': 1}",
                "{'command': 'x', 'command': 'y'}",
                "{'command': 'x', 'timeout': {'attempt': '1s', 'attempt': '2s'}}",
                "{'command': 'x', 'timeout': '60'}",
                "{'command': 'x', 'oauth': {}}",
                "{'command': 'x', 'url': 'http://localhost'}",
                "{'url': 'localhost'}",
                "{'url': 'http://${NOT_SET}/mcp'}",
                "{'url': 'https://localhost', 'headers': {'A': '${NOT_SET}'}}",
                "{'url': 'https://localhost', 'tls': {'ca': '${TOKEN}'}}",
                "{'command': 'x', 'envFile': '${TOKEN}'}",
                "{'command': 'x', 'disabled': 'yes'}",
                "{'command': 'x', 'env': {'A=B': 'x'}}",
                "{'command': 'x', 'args': ['\\u0000']}"
            })
    void leavesThatServerOut(String entry) {
        String text = "{'mcpServers': {'before': {'command': 'x'}, 'bad': " + entry + ", 'after': {'command': 'x'}}}";
        List<UpstreamSettings> servers = file.readLeavingOut(resource(text));
        assertThat(servers)
                .filteredOn(server -> server.problem().isEmpty())
                .extracting(UpstreamSettings::name)
                .containsExactly("before", "after");
        assertThat(servers)
                .filteredOn(server -> server.problem().isPresent())
                .singleElement()
                .satisfies(bad -> {
                    assertThat(bad.name()).isEqualTo("bad");
                    assertThat(bad.problem().orElseThrow())
                            .contains("line 1", "$.mcpServers.bad")
                            .doesNotContain("s3cret");
                });
        assertThatThrownBy(() -> file.read(resource(text)))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("$.mcpServers.bad");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'mcpServers': {'good': {'command': 'x'}}, 'foo': 1}",
                "{'mcpServers': {'good': {'command': 'x'}}, 'servers': {}}",
                "{'mcpServers': {'good': {'command': 'x'}, 'good': {'command': 'y'}}}",
                "{'mcpServers': {'good': {'command': 'x'}}, 'mcpServers': {}}",
                "{'mcpServers': {'good': {'command': 'x'}, 'camel': {'bulkhead': 0}}}",
                "{'mcpServers': {'good': {'command': 'x'}}",
                "{'mcpServers': []}"
            })
    void aProblemElsewhereRefusesTheFile(String text) {
        assertThatThrownBy(() -> file.readLeavingOut(resource(text))).isInstanceOf(InvalidConfigurationException.class);
    }

    @Test
    void theReasonNamesTheFirstProblemsAndCountsTheOthers() {
        String text = "{'mcpServers': {'bad': {'command': 'x', 'a1': 1, 'a2': 1, 'a3': 1, 'a4': 1, 'a5': 1}}}";
        String reason = file.readLeavingOut(resource(text)).get(0).problem().orElseThrow();
        assertThat(reason).contains("a1", "a3", "and 2 more").doesNotContain("a4");
    }

    @Test
    void aNameOrKeyOfAnyLengthIsCutInMessages() {
        String text = "{'mcpServers': {'bad': {'command': 'x', '" + "k".repeat(40_000) + "': 1}}}";
        String reason = file.readLeavingOut(resource(text)).get(0).problem().orElseThrow();
        assertThat(reason).hasSizeLessThan(2_000).contains("unknown key");
    }

    private static ByteArrayResource resource(String text) {
        return new ByteArrayResource(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
