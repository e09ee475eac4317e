package io.mehari.configuration.serversfile;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code replicas}: several ways to one server. Each says what is its own; what it does not say is that of the
 * server's entry, where variables and headers are put together name by name.
 */
final class ReplicasReader {
    /** Most replicas of one server. */
    static final int MOST = 32;

    private static final String KEY = "replicas";
    private static final List<String> ADDRESS = List.of("url", "serverUrl", "httpUrl");
    private static final List<String> OF_URL = List.of("headers", "tls", "proxy");
    private static final List<String> OF_PROCESS = List.of("command", "args", "env", "envFile", "inheritEnv", "cwd");
    private static final List<String> TRANSPORT = List.of("type", "transport", "transport_type", "transportType");
    private static final List<String> OF_CALLERS = List.of("forwardHeaders", "client_header_forwarding");

    private ReplicasReader() {}

    /** One reader for each replica; none where the server is reached in one way. */
    static List<JsonObjectReader> read(JsonObjectReader server) {
        List<JsonObjectReader> items = server.items(KEY, ReplicasReader::inherited);
        if (items.isEmpty()) {
            if (server.tree(KEY).isArray()) {
                server.problem(KEY, "expected at least one replica, such as {\"url\": \"https://example.com/mcp\"}");
            }
            return List.of();
        }
        List.of(ADDRESS, OF_URL, OF_PROCESS, TRANSPORT, OF_CALLERS).forEach(keys -> keys.forEach(server::accept));
        if (items.size() > MOST) {
            server.problem(KEY, "expected at most " + MOST + " replicas, and these are " + items.size());
            return items.subList(0, MOST);
        }
        for (JsonNode item : server.tree(KEY)) {
            OF_CALLERS.stream()
                    .filter(item::has)
                    .forEach(key -> server.problem(KEY, key + " applies to a whole server: set it beside replicas"));
        }
        return items;
    }

    /** A replica with an address has nothing of a process, and the other way round. */
    private static Collection<String> inherited(JsonNode item) {
        boolean url = ADDRESS.stream().anyMatch(item::has);
        boolean process = item.has("command");
        Set<String> keys = new LinkedHashSet<>(OF_CALLERS);
        if (!url && !process) {
            keys.addAll(ADDRESS);
            keys.addAll(TRANSPORT);
        }
        if (!process) {
            keys.addAll(OF_URL);
        }
        if (!url) {
            keys.addAll(OF_PROCESS);
        }
        if (url) {
            keys.addAll(TRANSPORT);
        }
        return keys;
    }

    /**
     * What holds for all of them together.
     *
     * @param addresses how each is reached; null for a process
     */
    static void check(List<JsonObjectReader> items, List<HttpSettings> addresses) {
        Map<URI, Integer> seen = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            HttpSettings address = addresses.get(i);
            if ((address == null) != (addresses.get(0) == null)) {
                items.get(i)
                        .problem("replicas of one server are all processes or all behind a url, and the first is "
                                + (address == null ? "behind a url" : "a process"));
            }
            Integer before = address == null ? null : seen.putIfAbsent(address.url(), i);
            if (before != null) {
                items.get(i)
                        .warning(
                                "url",
                                "the address of replica " + before + " as well: where that one is down, so is this");
            }
        }
    }
}
