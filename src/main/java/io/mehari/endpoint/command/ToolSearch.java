package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cache.CacheKey;
import io.mehari.cache.CacheSettings;
import io.mehari.cache.CacheStatistics;
import io.mehari.cache.CaffeineResultCache;
import io.mehari.cache.Lookup;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.component.websocket.CommandError;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.endpoint.rest.ToolSummary;
import io.mehari.protocol.Json;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.util.unit.DataSize;

/**
 * Lists the tools whose name, title or description has all words of {@code query} (or {@code q}): those with the words in
 * their names first. Takes {@code server}, {@code limit} and {@code offset}, too. What was found is kept for {@link #KEPT}, as
 * long as the catalogue stays as it is. Safe for concurrent use.
 */
final class ToolSearch implements Processor {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1000;

    /** How long the result of a search is kept. */
    static final Duration KEPT = Duration.ofSeconds(120);

    private static final CacheSettings BOUNDS =
            new CacheSettings(500, DataSize.ofMegabytes(8), DataSize.ofMegabytes(1), KEPT);

    private final ToolCatalog catalog;
    private final CaffeineResultCache known = new CaffeineResultCache(BOUNDS);

    ToolSearch(ToolCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void process(Exchange exchange) {
        ObjectNode params = exchange.getMessage().getBody(ObjectNode.class);
        String key =
                CacheKey.of("", Long.toString(catalog.revision()), "list_tools", params, Optional.empty(), Map.of());
        if (known.find(key) instanceof Lookup.Hit hit) {
            exchange.getMessage().setBody(hit.result());
            return;
        }
        ObjectNode found = search(params);
        known.store(key, found, KEPT);
        exchange.getMessage().setBody(found);
    }

    private ObjectNode search(ObjectNode params) {
        String text = params.path("query").asText(params.path("q").asText(""));
        List<String> words = Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        List<Tool> found = of(params.path("server").asText("")).stream()
                .filter(tool -> hasAll(tool, words))
                .sorted(Comparator.comparing(tool -> !named(tool, words)))
                .toList();
        int limit = number(params, "limit", DEFAULT_LIMIT, 1, MOST);
        int offset = number(params, "offset", 0, 0, Integer.MAX_VALUE);
        ObjectNode result = Json.object();
        ArrayNode tools = result.putArray("tools");
        found.stream().skip(offset).limit(limit).forEach(tool -> tools.add(ToolSummary.of(tool)));
        return result.put("total", found.size()).put("limit", limit).put("offset", offset);
    }

    /** What the searches kept have spared so far. */
    CacheStatistics statistics() {
        return known.statistics();
    }

    private List<Tool> of(String server) {
        if (server.isEmpty()) {
            return catalog.tools();
        }
        if (!catalog.hasServer(server)) {
            throw new CommandFailedException(
                    CommandError.NOT_FOUND,
                    "No server is named " + server + "; the servers are " + String.join(", ", catalog.servers()));
        }
        return catalog.tools(server);
    }

    private static boolean named(Tool tool, List<String> words) {
        String id = tool.id().toLowerCase(Locale.ROOT);
        return words.stream().allMatch(id::contains);
    }

    private static boolean hasAll(Tool tool, List<String> words) {
        String text = (tool.id() + " " + tool.definition().path("title").asText() + " "
                        + tool.definition().path("description").asText())
                .toLowerCase(Locale.ROOT);
        return words.stream().allMatch(text::contains);
    }

    static int number(ObjectNode params, String name, int absent, int least, int most) {
        if (params.path(name).isMissingNode() || params.path(name).isNull()) {
            return absent;
        }
        int value = params.path(name).asInt(-1);
        if (value < least || value > most) {
            throw CommandMessage.invalid(name + " must be a number from " + least + " to " + most);
        }
        return value;
    }
}
