package io.mehari.configuration.serversfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.catalog.ToolRoutes;
import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.configuration.serversfile.Finding.Severity;
import io.mehari.support.Tools;
import io.mehari.upstream.CachePolicy;
import io.mehari.upstream.CallSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ByteArrayResource;

/** The entry {@code camel}: limits of tools that are routes. */
class ToolRoutesReaderTest {
    private static final CallSettings DEFAULTS =
            Tools.limits().attempt(Duration.ofSeconds(7)).retry(0).build();

    private final AtomicReference<ToolRoutes.Limits> read = new AtomicReference<>();
    private final McpServersFile file = new McpServersFile(
                    new ServerReader(new CallSettingsReader(Duration.ofSeconds(77)), name -> null))
            .withToolRoutes(DEFAULTS, read::set);

    @Test
    void limitsOfSingleToolsOfAllAndTheDefaults() {
        read(
                "'camel': {'bulkhead': 5, 'tools': {'note_read': {'timeout': {'attempt': '2s', 'total': '3s'},"
                        + " 'cache': {'ttl': '5m', 'shared': true}, 'breaker': {'window': 3}}, 'ops/restart': {'bulkhead': 1}}}");
        CallSettings note = read.get().callsOf("camel", "note_read");
        assertThat(note.attempt()).isEqualTo(Duration.ofSeconds(2));
        assertThat(note.total()).isEqualTo(Duration.ofSeconds(3));
        assertThat(note.cache()).contains(CachePolicy.of(Duration.ofMinutes(5), true));
        assertThat(note.breaker().window()).isEqualTo(3);
        assertThat(note.bulkhead()).isEqualTo(5);
        assertThat(read.get().callsOf("ops", "restart").bulkhead()).isEqualTo(1);
        assertThat(read.get().callsOf("camel", "restart").bulkhead()).isEqualTo(5);
        assertThat(read.get().callsOf("camel", "other").attempt()).isEqualTo(DEFAULTS.attempt());
    }

    @Test
    void toolsCanBeSwitchedOff() {
        read("'camel': {'disabledTools': ['gateway_status']}");
        assertThat(read.get().tools().has("gateway_status")).isFalse();
        assertThat(read.get().tools().has("current_time")).isTrue();
        read("'camel': {'allowedTools': ['gateway_*']}");
        assertThat(read.get().tools().has("gateway_status")).isTrue();
        assertThat(read.get().tools().has("current_time")).isFalse();
    }

    @Test
    void withoutTheEntryTheDefaultsHold() {
        read("'camel': {'bulkhead': 5}");
        read("'files': {'command': 'x'}");
        assertThat(read.get().calls()).isEqualTo(DEFAULTS);
        assertThat(read.get().toolCalls()).isEmpty();
    }

    @Test
    void saysThatRunsAreNeverTriedAgain() {
        var reading = file.inspect(file("'camel': {'retry': {'max': 9}, 'tools': {'t': {'idempotent': true}}}"));
        assertThat(reading.of(Severity.WARNING))
                .hasSize(2)
                .allMatch(warning -> warning.contains("error handler of the route"));
        assertThat(reading.toolRoutes()
                        .orElseThrow()
                        .callsOf("camel", "t")
                        .retry()
                        .max())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'camel': {'command': 'x'} | choose another",
                "'camel': {'url': 'http://h/mcp'} | choose another",
                "'camel': {'timeuot': {}} | timeout",
                "'camel': {'pool': {'max': 3}} | pool",
                "'camel': {'tools': {'t': {'bulkhaed': 3}}} | bulkhead",
                "'camel': {'tools': {'t': {'bulkhead': 0}}} | bulkhead",
                "'camel': {'tools': []} | expected an object",
                "'camel': 3 | expected an object"
            })
    void refusesWhatItDoesNotKnow(String entry, String problem) {
        assertThatThrownBy(() -> read(entry))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(problem);
        assertThat(read.get()).isNull();
    }

    private List<?> read(String entries) {
        return file.read(file(entries));
    }

    private static ByteArrayResource file(String entries) {
        return new ByteArrayResource(
                ("{\"mcpServers\": {" + entries.replace('\'', '"') + "}}").getBytes(StandardCharsets.UTF_8), "a file");
    }
}
