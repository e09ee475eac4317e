package io.mehari.configuration.serversfile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.mehari.catalog.ServerNames;
import io.mehari.catalog.ToolRoutes;
import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.configuration.serversfile.Finding.Severity;
import io.mehari.protocol.Json;
import io.mehari.text.ByteOrderMark;
import io.mehari.text.Position;
import io.mehari.text.Sha256;
import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.UpstreamSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;

/**
 * Reads {@code mcp-servers.json}: the form of Claude Desktop, mcpo, MCP-Dock and Cursor ({@code mcpServers}) of VS Code
 * ({@code servers}) or of Zed ({@code context_servers}); comments and trailing commas are allowed.
 */
public final class McpServersFile {
    private static final Logger LOG = LoggerFactory.getLogger(McpServersFile.class);

    /** Keys of the list of servers: of most programs, of VS Code, of Zed. */
    private static final List<String> LISTS = List.of("mcpServers", "servers", "context_servers");

    private static final int LARGEST = 4 << 20;

    /** Problems of one server that its state names. */
    private static final int MOST_SHOWN = 3;

    private static final ObjectReader READER =
            Json.MAPPER.reader().with(JsonReadFeature.ALLOW_JAVA_COMMENTS).with(JsonReadFeature.ALLOW_TRAILING_COMMA);

    private final ServerReader servers;
    private final CallSettings toolRoutes;
    private final Consumer<ToolRoutes.Limits> onToolRoutes;
    private final Consumer<Map<String, String>> onNames;

    McpServersFile(ServerReader servers) {
        this(servers, CallSettings.DEFAULTS, limits -> {}, names -> {});
    }

    private McpServersFile(
            ServerReader servers,
            CallSettings toolRoutes,
            Consumer<ToolRoutes.Limits> onToolRoutes,
            Consumer<Map<String, String>> onNames) {
        this.servers = servers;
        this.toolRoutes = toolRoutes;
        this.onToolRoutes = onToolRoutes;
        this.onNames = onNames;
    }

    /**
     * The same reader, which passes on what a file without errors says of tools that are routes.
     *
     * @param defaults limits of tools that say nothing
     * @param listener called by each {@link #read}
     * @return a new reader
     */
    public McpServersFile withToolRoutes(CallSettings defaults, Consumer<ToolRoutes.Limits> listener) {
        return new McpServersFile(servers, defaults, listener, onNames);
    }

    /**
     * The same reader, which passes on how the servers of a usable file are called.
     *
     * @param listener given names of servers by names of entries, by each {@link #read}
     * @return a new reader
     */
    public McpServersFile withNames(Consumer<Map<String, String>> listener) {
        return new McpServersFile(servers, toolRoutes, onToolRoutes, listener);
    }

    /**
     * The reader of the running gateway.
     *
     * @param defaultTtl how long results are kept where the cache is switched on without a ttl
     * @param defaults what holds for servers that do not say
     * @param variables known besides those of the process's own environment, which they hide
     */
    public static McpServersFile of(Duration defaultTtl, ServersSettings defaults, Map<String, String> variables) {
        UnaryOperator<String> environment =
                name -> variables.containsKey(name) ? variables.get(name) : System.getenv(name);
        return new McpServersFile(new ServerReader(
                new CallSettingsReader(defaultTtl),
                withRetries(CallSettings.DEFAULTS, defaults.maxRetries()),
                defaults.pool(),
                environment,
                variables));
    }

    private static CallSettings withRetries(CallSettings calls, int max) {
        CallSettings.Retry retry = calls.retry();
        return new CallSettings(
                calls.attempt(),
                calls.total(),
                new CallSettings.Retry(
                        max, retry.base(), retry.factor(), retry.maxDelay(), retry.jitter(), retry.resend()),
                calls.breaker(),
                calls.bulkhead(),
                calls.bulkheadWait(),
                calls.cache(),
                calls.idempotent(),
                calls.arguments());
    }

    /**
     * What a file says, and what is to be said about it.
     *
     * @param servers those that are switched on and can be used; none if the file as a whole cannot be read
     * @param misconfigured those whose entries have errors, with the reason
     * @param outside errors that are in no server's entry; with one of them the file is of no use
     * @param findings everything, in the order of the file
     * @param toolRoutes what it says of tools that are routes
     * @param names names of servers by names of entries
     */
    public record Reading(
            List<UpstreamSettings> servers,
            List<UpstreamSettings> misconfigured,
            List<Finding> outside,
            List<Finding> findings,
            Optional<ToolRoutes.Limits> toolRoutes,
            Map<String, String> names) {
        /** What is to be said of a file that is of no use at all. */
        static Reading failed(List<Finding> findings) {
            return new Reading(List.of(), List.of(), findings, findings, Optional.empty(), Map.of());
        }

        /** The texts of the findings of this severity. */
        public List<String> of(Severity severity) {
            return findings.stream()
                    .filter(finding -> finding.severity() == severity)
                    .map(Finding::toString)
                    .toList();
        }
    }

    /**
     * Reads all servers, and logs what a person should know about them. A problem anywhere refuses the file.
     *
     * @throws InvalidConfigurationException naming every problem in the file
     */
    public List<UpstreamSettings> read(Resource file) {
        Reading reading = inspect(file);
        return take(file, reading, reading.of(Severity.ERROR).isEmpty());
    }

    /**
     * The same for a gateway that serves what it can: a server whose entry has a problem is among the servers with that
     * {@linkplain UpstreamSettings#problem() problem}, and only a problem elsewhere refuses the file.
     *
     * @throws InvalidConfigurationException naming every problem in the file
     */
    public List<UpstreamSettings> readLeavingOut(Resource file) {
        Reading reading = inspect(file);
        return take(file, reading, reading.outside().isEmpty());
    }

    private List<UpstreamSettings> take(Resource file, Reading reading, boolean usable) {
        String name = file.getFilename();
        reading.of(Severity.WARNING).forEach(warning -> LOG.warn("{}, {}", name, warning));
        reading.of(Severity.NOTE).forEach(note -> LOG.info("{}, {}", name, note));
        if (!usable) {
            throw new InvalidConfigurationException(file.getDescription(), reading.of(Severity.ERROR));
        }
        onToolRoutes.accept(
                reading.toolRoutes().orElseGet(() -> new ToolRoutes.Limits(toolRoutes, Map.of(), AllowedTools.ALL)));
        onNames.accept(reading.names());
        return Stream.concat(reading.servers().stream(), reading.misconfigured().stream())
                .toList();
    }

    /** Reads all servers and everything there is to say about them. */
    public Reading inspect(Resource file) {
        try {
            return inspect(text(file));
        } catch (JsonProcessingException e) {
            return failed(position(e), "not JSON: " + e.getOriginalMessage());
        } catch (CharacterCodingException e) {
            return failed(Position.START, "not UTF-8: save it in that encoding");
        } catch (IOException e) {
            return failed(Position.START, "cannot be read: " + e.getMessage());
        }
    }

    private Reading inspect(String text) throws IOException {
        JsonNode tree = Json.read(READER, text);
        JsonPositions positions = positions(text);
        Findings findings = new Findings(positions);
        JsonObjectReader root = new JsonObjectReader(tree, "$", findings);
        if (!root.isObject()) {
            return Reading.failed(findings.inOrder());
        }
        root.accept("$schema");
        List<String> twice = positions.twice();
        List<UpstreamSettings> settings = new ArrayList<>();
        List<UpstreamSettings> misconfigured = new ArrayList<>();
        Set<Finding> inside = new HashSet<>();
        Map<String, JsonObjectReader> entries = new LinkedHashMap<>(entries(root, findings));
        Optional<ToolRoutes.Limits> limits = servers.toolRoutes().take(entries, toolRoutes);
        Map<String, String> names = slugs(entries.keySet());
        entries.forEach((name, fields) -> {
            int before = findings.errors();
            fields.refuseTwice(twice);
            String slug = names.get(name);
            Optional<UpstreamSettings> server = servers.read(name, slug, fields, fingerprint(fields));
            List<Finding> problems = findings.errorsSince(before);
            if (problems.isEmpty()) {
                server.ifPresent(settings::add);
            } else {
                misconfigured.add(UpstreamSettings.misconfigured(slug, fingerprint(fields), reason(problems)));
                inside.addAll(problems);
            }
        });
        UnsupportedKeys.ofFile(root);
        root.refuseOthers();
        twice.forEach(path -> findings.error(path, JsonPositions.TWICE));
        List<Finding> outside = findings.errorsSince(0).stream()
                .filter(problem -> !inside.contains(problem))
                .toList();
        return new Reading(settings, misconfigured, outside, findings.inOrder(), limits, names);
    }

    /** Names of servers by names of entries; an entry whose name can be used as it is has the first claim to it. */
    private static Map<String, String> slugs(Set<String> entries) {
        Map<String, String> slugs = new HashMap<>();
        Set<String> taken = new HashSet<>(entries);
        entries.forEach(name -> {
            String slug = ServerNames.slug(name, taken::contains);
            slugs.put(name, slug);
            taken.add(slug);
        });
        return slugs;
    }

    /** The problems of one entry, of which a list of servers shows the first. */
    private static String reason(List<Finding> problems) {
        int more = problems.size() - MOST_SHOWN;
        return problems.stream().limit(MOST_SHOWN).map(Finding::toString).collect(Collectors.joining("; "))
                + (more > 0 ? "; and " + more + " more, which 'mehari check' shows" : "");
    }

    private static Map<String, JsonObjectReader> entries(JsonObjectReader root, Findings findings) {
        Map<String, JsonObjectReader> found = new LinkedHashMap<>();
        LISTS.forEach(key -> root.object(key).ifPresent(servers -> found.put(key, servers)));
        LISTS.stream().skip(1).forEach(root::accept);
        List<String> keys = List.copyOf(found.keySet());
        if (keys.size() > 1) {
            root.problem(keys.get(1), "a file has either " + String.join(" or ", LISTS) + ", and this one has several");
        }
        if (keys.isEmpty() && !root.has("mcp")) {
            findings.error("$.mcpServers", "missing; for a gateway without upstreams write {\"mcpServers\": {}}");
        }
        return keys.isEmpty() ? Map.of() : found.get(keys.get(0)).named();
    }

    private static String text(Resource file) throws IOException {
        try (InputStream stream = file.getInputStream()) {
            byte[] content = stream.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IOException("it is over 4 MB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return ByteOrderMark.removed(text);
        }
    }

    private static JsonPositions positions(String text) throws IOException {
        try (JsonParser parser = READER.createParser(text)) {
            return JsonPositions.read(parser);
        }
    }

    private static Reading failed(Position position, String problem) {
        return Reading.failed(List.of(new Finding(Severity.ERROR, position, "", problem)));
    }

    private static Position position(JsonProcessingException failure) {
        var where = failure.getLocation();
        return where == null ? Position.START : new Position(where.getLineNr(), where.getColumnNr());
    }

    private static String fingerprint(JsonObjectReader fields) {
        return Sha256.hexOf(fields.toString());
    }
}
