package io.mehari.configuration.serversfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.protocol.Json;
import io.mehari.upstream.UpstreamSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.io.ByteArrayResource;

/** A thousand configurations with mistakes in them, by fixed seeds: trees with other values, and texts with other bytes. */
class MutatedConfigurationsTest {
    private static final int TREES = 700;
    private static final int TEXTS = 300;

    /** Stands in a variable; no message may have it. */
    private static final String SECRET = "s3cret-of-the-variable";

    private static final String ENTRY = """
            {"command": "npx", "args": ["-y", "${TOKEN}", "~/x"], "env": {"A": "${TOKEN}", "B": 1}, "cwd": "/data",
             "timeout": {"connect": "60s", "attempt": "5s", "total": "1m"}, "bulkhead": 4, "stateless": true,
             "retry": {"max": 3, "base": "1s", "factor": 2, "jitter": 0.5, "resend": "never-sent"},
             "breaker": {"failure-rate": 50, "window": 20, "wait": "10s"}, "pool": {"min": 2, "max": 10},
             "cache": {"ttl": "5m", "shared": true}, "disabledTools": ["a"], "tools": {"t": {"idempotent": true}}}
            """;
    private static final String REMOTE = """
            {"type": "streamable-http", "url": "https://example.com/mcp", "headers": {"Authorization": "Bearer ${TOKEN}"},
             "tls": {"ca": "${TOKEN}"}, "proxy": "http://proxy.example.com:3128", "inheritEnv": ["X"]}
            """;
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "1e400",
            "12345678901234567890",
            "0.1",
            "\"\"",
            "\" \"",
            "\"*\"",
            "\"${TOKEN}\"",
            "\"${NOT_SET}\"",
            "\"${file:/}\"",
            "\"${file:\\u0000}\"",
            "\"${\"",
            "\"$${TOKEN}\"",
            "\"${input:x}\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"~/\"",
            "\"http://a_b/\"",
            "\"http://[::1\"",
            "\"http://${TOKEN} x/\"",
            "[]",
            "{}",
            "[null]",
            "[[[[]]]]",
            "{\"\": {}}",
            "{\"a\\u0000\": 1}",
            "\"99999999999d\"",
            "\"stdio\"",
            "\"sse\"");
    private static final List<String> KEYS = List.of(
            "command",
            "url",
            "serverUrl",
            "httpUrl",
            "type",
            "transport",
            "env",
            "envFile",
            "cwd",
            "args",
            "headers",
            "tls",
            "tools",
            "timeout",
            "retry",
            "pool",
            "cache",
            "oauth",
            "disabled",
            "enabled",
            "foo",
            "",
            "a.b",
            "a'b",
            "client_header_forwarding",
            "includeTools",
            "\0");

    private final McpServersFile file = new McpServersFile(
            new ServerReader(new CallSettingsReader(Duration.ofMinutes(5)), Map.of("TOKEN", SECRET)::get));

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void theGoodServersServeWhateverIsInTheEntryOfAnother() throws IOException {
        int leftOut = 0;
        for (int seed = 0; seed < TREES; seed++) {
            Random random = new Random(seed);
            ObjectNode bad = (ObjectNode) Json.MAPPER.readTree(random.nextBoolean() ? ENTRY : REMOTE);
            for (int i = 0; i <= random.nextInt(4); i++) {
                mutate(bad, random);
            }
            ObjectNode root = Json.object();
            ObjectNode servers = root.putObject("mcpServers");
            servers.putObject("good").put("command", "x");
            servers.set("bad", random.nextInt(20) == 0 ? value(random) : bad);
            servers.putObject("fine").put("url", "http://localhost/mcp");
            List<UpstreamSettings> read = file.readLeavingOut(resource(Json.bytes(root)));
            assertThat(read)
                    .as("seed %d", seed)
                    .filteredOn(server -> server.problem().isEmpty())
                    .extracting(UpstreamSettings::name)
                    .contains("good", "fine");
            for (UpstreamSettings server : read) {
                server.problem().ifPresent(problem -> assertThat(problem).doesNotContain(SECRET));
                leftOut += server.problem().isPresent() ? 1 : 0;
            }
        }
        assertThat(leftOut).isBetween(TREES / 4, TREES - 1);
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aTextThatIsBrokenIsReadOrRefusedInWords() {
        byte[] whole = ("{\"mcpServers\": {\"one\": " + ENTRY + ", \"two\": " + REMOTE + "}}")
                .getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int seed = 0; seed < TEXTS; seed++) {
            Random random = new Random(seed);
            byte[] broken = whole.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                broken[random.nextInt(broken.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : "{}[]\",:".charAt(random.nextInt(7)));
            }
            try {
                file.readLeavingOut(resource(broken))
                        .forEach(server ->
                                assertThat(server.problem().orElse("")).doesNotContain(SECRET));
            } catch (InvalidConfigurationException e) {
                assertThat(e.getMessage()).as("seed %d", seed).contains("line ").doesNotContain(SECRET);
                refused++;
            }
        }
        assertThat(refused).isBetween(TEXTS / 4, TEXTS - 1);
    }

    /** Puts another value or key somewhere in the tree. */
    private static void mutate(ObjectNode tree, Random random) throws IOException {
        List<ObjectNode> objects = new ArrayList<>();
        collect(tree, objects);
        ObjectNode object = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String key = names.isEmpty() || random.nextInt(3) == 0
                ? KEYS.get(random.nextInt(KEYS.size()))
                : names.get(random.nextInt(names.size()));
        if (random.nextInt(6) == 0) {
            object.remove(key);
        } else if (object.get(key) instanceof ArrayNode list && random.nextBoolean()) {
            list.add(value(random));
        } else {
            object.set(key, value(random));
        }
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }

    private static JsonNode value(Random random) throws IOException {
        return Json.MAPPER.readTree(VALUES.get(random.nextInt(VALUES.size())));
    }

    private static ByteArrayResource resource(byte[] bytes) {
        return new ByteArrayResource(bytes);
    }
}
