package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.HeaderParameter;
import io.mehari.protocol.McpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Checks the headers that repeat arguments of tools ({@code x-mcp-header}) against the schema that the gateway lists.
 * Headers that no schema asks for are ignored. Safe for concurrent use.
 */
final class ParameterHeaders {
    /** Tools whose schema was looked through; beyond, all are forgotten. */
    private static final int MOST_KNOWN = 20_000;

    private final BiFunction<McpView, String, Optional<Tool>> tools;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** What was found in a definition, which is never changed but replaced. */
    private record Known(ObjectNode definition, List<HeaderParameter> parameters) {}

    /**
     * Checks against these tools.
     *
     * @param tools finds a tool by its name in a view
     */
    ParameterHeaders(BiFunction<McpView, String, Optional<Tool>> tools) {
        this.tools = tools;
    }

    /**
     * Checks one request.
     *
     * @throws io.mehari.endpoint.mcp.message.McpErrorException 400 and -32020 if a header is missing, differs from its
     *     argument or cannot be read
     */
    void check(ModernRequest request) {
        if (!request.method().equals(McpMethod.TOOLS_CALL)) {
            return;
        }
        tools.apply(request.exchange().view(), request.params().path("name").asText())
                .ifPresent(tool -> parameters(tool).forEach(parameter -> check(request, parameter)));
    }

    private List<HeaderParameter> parameters(Tool tool) {
        Known before = known.get(tool.id());
        if (before != null && before.definition() == tool.definition()) {
            return before.parameters();
        }
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        List<HeaderParameter> parameters =
                HeaderParameter.scan(tool.definition().path("inputSchema")).parameters();
        known.put(tool.id(), new Known(tool.definition(), parameters));
        return parameters;
    }

    private static void check(ModernRequest request, HeaderParameter parameter) {
        JsonNode argument = parameter.argument(request.params().path("arguments"));
        String value = HeaderChecks.single(request.exchange().request(), parameter.header());
        String decoded = value == null ? null : HeaderChecks.decoded(parameter.header(), value);
        if (parameter.text(argument).isEmpty()) {
            return; // nothing that a header could repeat
        }
        if (decoded == null) {
            throw HeaderChecks.mismatch(
                    "The header " + parameter.header() + " is missing: the tool's schema asks for it"
                            + " beside the argument " + String.join(".", parameter.path()));
        }
        if (!parameter.agrees(argument, decoded)) {
            throw HeaderChecks.mismatch("The header " + parameter.header() + " does not say what the argument "
                    + String.join(".", parameter.path()) + " says");
        }
    }
}
