package io.mehari.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mehari.protocol.HeaderParameter;
import io.mehari.protocol.HeaderText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Which arguments of which tools go into headers as well ({@code x-mcp-header}, MCP 2026-07-28), learnt from the lists of tools
 * that pass. Safe for concurrent use.
 */
final class ToolHeaders {
    private static final int MOST_TOOLS = 10_000;

    private final Map<String, List<HeaderParameter>> byTool = new ConcurrentHashMap<>();
    private final Consumer<String> log;

    /**
     * @param log is told of tools that are left out
     */
    ToolHeaders(Consumer<String> log) {
        this.log = log;
    }

    /**
     * Looks at a result of {@code tools/list}. A tool whose annotations are not valid is taken out, as clients over HTTP have to.
     *
     * @param result is changed if there is such a tool
     * @return whether it was changed
     */
    boolean learn(JsonNode result) {
        boolean changed = false;
        if (result.path("tools") instanceof ArrayNode tools) {
            for (int i = tools.size() - 1; i >= 0; i--) {
                JsonNode tool = tools.get(i);
                String name = tool.path("name").asText();
                HeaderParameter.Scan scan = HeaderParameter.scan(tool.path("inputSchema"));
                if (scan.problem().isPresent()) {
                    log.accept(
                            "tool " + name + " is left out: " + scan.problem().get());
                    tools.remove(i);
                    changed = true;
                } else {
                    keep(name, scan.parameters());
                }
            }
        }
        return changed;
    }

    private void keep(String tool, List<HeaderParameter> parameters) {
        if (parameters.isEmpty()) {
            byTool.remove(tool);
        } else if (byTool.size() < MOST_TOOLS || byTool.containsKey(tool)) {
            byTool.put(tool, parameters);
        }
    }

    /**
     * The headers of a call.
     *
     * @param params of {@code tools/call}
     * @return names and values; none for arguments that are absent or null
     */
    Map<String, String> of(JsonNode params) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HeaderParameter parameter : byTool.getOrDefault(params.path("name").asText(), List.of())) {
            parameter
                    .text(parameter.argument(params.path("arguments")))
                    .ifPresent(value -> headers.put(parameter.header(), HeaderText.encode(value)));
        }
        return headers;
    }
}
