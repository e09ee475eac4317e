package io.mehari.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.mehari.protocol.Json;
import io.mehari.upstream.UpstreamSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.Resource;

/** Reads {@code mcp-servers.json}: the form Claude Desktop and mcpo use, comments allowed. */
final class McpServersFile {
    private static final ObjectReader READER = Json.MAPPER
            .reader()
            .with(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .with(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private final ServerReader servers;

    McpServersFile(ServerReader servers) {
        this.servers = servers;
    }

    /**
     * Reads all servers.
     *
     * @throws InvalidConfigurationException naming every problem in the file
     */
    List<UpstreamSettings> read(Resource file) {
        List<String> problems = new ArrayList<>();
        Fields root = new Fields(parse(file), "$", problems);
        root.text("$schema", "");
        Map<String, Fields> entries =
                root.object("mcpServers").map(Fields::named).orElseGet(() -> noServers(problems));
        root.refuseOthers();
        List<UpstreamSettings> settings = new ArrayList<>();
        entries.forEach((name, fields) -> settings.add(servers.read(name, fields, fingerprint(fields))));
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(file.getDescription(), problems);
        }
        return settings;
    }

    private static Map<String, Fields> noServers(List<String> problems) {
        problems.add("$.mcpServers: missing; for a gateway without upstreams write {\"mcpServers\": {}}");
        return Map.of();
    }

    private static JsonNode parse(Resource file) {
        try {
            return READER.readTree(file.getContentAsByteArray());
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            String place = where == null ? "" : "line " + where.getLineNr() + ", column " + where.getColumnNr() + ": ";
            throw new InvalidConfigurationException(
                    file.getDescription(), List.of(place + "not JSON: " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(file.getDescription() + " cannot be read", e);
        }
    }

    private static String fingerprint(Fields fields) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(fields.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
