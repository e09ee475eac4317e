package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.configuration.serversfile.Finding;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.protocol.Json;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.UpstreamSettings.Pool;
import io.mehari.upstream.http.client.HttpLimits;
import io.mehari.upstream.stdio.StdioLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;

/** {@code docs/reference/settings.md} has every key the gateway reads, with its type and default. */
class SettingsReferenceTest {
    private static final Path METADATA = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
    private static final String PAGE = "reference/settings.md";
    private static final String UNKNOWN = "zzzzzzzz";
    private static final String KNOWN = "known are ";

    @Test
    void applicationYaml() throws IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (JsonNode property : Json.read(Files.readAllBytes(METADATA)).path("properties")) {
            String name = property.path("name").asText();
            if (name.startsWith("mehari.")) {
                rows.put(name, List.of("`" + name + "`", type(property), defaultOf(property), meaning(property)));
            }
        }
        new ReferenceTable(PAGE, "application.yaml").mustBe(List.copyOf(rows.values()));
    }

    @Test
    void serversFile() {
        List<List<String>> rows = new ArrayList<>();
        Map<String, String> defaults = defaults();
        for (String key : serverKeys()) {
            rows.add(List.of("`" + key + "`", defaults.getOrDefault(key, "-")));
        }
        new ReferenceTable(PAGE, "mcp-servers.json").mustBe(rows);
        assertThat(serverKeys()).as("defaults of keys that nobody reads").containsAll(defaults.keySet());
    }

    private static String type(JsonNode property) {
        String type = property.path("type").asText();
        return switch (type.replaceAll("<.*", "")) {
            case "java.lang.Integer" -> "whole number";
            case "java.lang.Boolean" -> "true or false";
            case "java.lang.String" -> "text";
            case "java.nio.file.Path" -> "path";
            case "java.time.Duration" -> "duration";
            case "org.springframework.util.unit.DataSize" -> "size";
            case "java.util.List" -> "list";
            case "java.util.Map" -> "map";
            default -> type.startsWith("io.mehari.") ? "word" : type;
        };
    }

    private static String defaultOf(JsonNode property) {
        JsonNode value = property.path("defaultValue");
        if (value.isTextual() && value.textValue().isEmpty()) {
            return "empty";
        }
        if (value.isMissingNode()) {
            return property.path("type").asText().startsWith("java.util.List") ? "empty" : "-";
        }
        return "`" + value.asText(value.toString()) + "`";
    }

    private static String meaning(JsonNode property) {
        String text = property.path("description").asText().replaceAll("\\s+", " ");
        String plain = text.replaceAll("\\{@(?:code|link) #?((?:[^{}]|\\{[^{}]*})*)}", "`$1`")
                .replace("|", "\\|");
        return plain.isEmpty() ? "" : Character.toUpperCase(plain.charAt(0)) + plain.substring(1);
    }

    /** The reader itself lists the keys it knows wherever it meets one that it does not. */
    private static TreeSet<String> serverKeys() {
        String unknown = "'" + UNKNOWN + "': 1";
        String limits = "'timeout': {%1$s}, 'retry': {%1$s}, 'breaker': {%1$s}, 'cache': {%1$s}".formatted(unknown);
        String file = ("{'mcpServers': {'process': {'command': 'x', 'stateless': true, 'pool': {%1$s}, %2$s, %1$s,"
                        + " 'tools': {'one': {%2$s, %1$s}}},"
                        + " 'remote': {'url': 'https://example.com', 'tls': {%1$s}, %1$s}}}")
                .formatted(unknown, limits);
        TreeSet<String> keys = new TreeSet<>();
        ServersSettings settings = new ServersSettings(ServersSettings.DEFAULT, 3, 10, 2, 0, false);
        byte[] bytes = file.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        List<Finding> findings = McpServersFile.of(Duration.ofMinutes(5), settings, Map.of())
                .inspect(new ByteArrayResource(bytes))
                .findings();
        for (Finding finding : findings) {
            if (finding.path().endsWith(UNKNOWN)) {
                add(finding, keys);
            }
        }
        keys.removeIf(key -> keys.stream().anyMatch(other -> other.startsWith(key + ".")));
        return keys;
    }

    private static void add(Finding finding, TreeSet<String> keys) {
        String parent = finding.path()
                .replaceFirst("^\\$\\.mcpServers\\.(process|remote)\\.", "")
                .replace("tools.one.", "tools.{tool}.")
                .replace(UNKNOWN, "");
        String text = finding.text();
        assertThat(text).contains(KNOWN);
        for (String key : text.substring(text.indexOf(KNOWN) + KNOWN.length()).split(", ")) {
            keys.add(parent + key);
        }
    }

    private static Map<String, String> defaults() {
        CallSettings calls = CallSettings.DEFAULTS;
        Map<String, String> defaults = new TreeMap<>();
        defaults.put("timeout.attempt", text(calls.attempt()));
        defaults.put("timeout.total", text(calls.total()));
        defaults.put(
                "timeout.connect",
                text(StdioLimits.DEFAULTS.connect()) + ", behind a url "
                        + text(HttpLimits.DEFAULTS.session().connect()));
        defaults.put("retry.max", "`" + calls.retry().max() + "`");
        defaults.put("retry.base", text(calls.retry().base()));
        defaults.put("retry.factor", "`" + calls.retry().factor() + "`");
        defaults.put("retry.max-delay", text(calls.retry().maxDelay()));
        defaults.put("retry.jitter", "`" + calls.retry().jitter() + "`");
        defaults.put("retry.resend", "`never-sent`");
        defaults.put("breaker.failure-rate", "`" + calls.breaker().failureRate() + "`");
        defaults.put("breaker.window", "`" + calls.breaker().window() + "`");
        defaults.put("breaker.wait", text(calls.breaker().waitOpen()));
        defaults.put("bulkhead", "`" + calls.bulkhead() + "`");
        defaults.put("bulkhead-wait", text(calls.bulkheadWait()));
        defaults.put("idempotent", "`" + calls.idempotent() + "`");
        defaults.put("cache.shared", "`false`");
        defaults.put("cache.hints", "`false`");
        defaults.put("pool.min", "`" + Pool.DEFAULT.min() + "`");
        defaults.put("pool.max", "`" + Pool.DEFAULT.max() + "`, behind a url `64`");
        return defaults;
    }

    private static String text(Duration duration) {
        return "`" + duration.toSeconds() + "s`";
    }
}
