package io.mehari.component.aioffer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.aioffer.OfferedRoute.Kind;
import io.mehari.protocol.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Category;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;

/** An {@code ai-prompt:} address: the description of a prompt. */
@Metadata(description = "A route that is a prompt of MCP: people pick it in their client")
@UriEndpoint(
        scheme = "ai-prompt",
        title = "AI Prompt",
        syntax = "ai-prompt:promptName",
        firstVersion = "0.1.0",
        consumerOnly = true,
        category = {Category.AI})
public final class AiPromptEndpoint extends OfferEndpoint {
    @UriPath(description = "Name of the prompt as clients see it")
    @Metadata(required = true)
    private final String promptName;

    @UriParam(
            description = "Arguments, all of them texts: argument.NAME=DESCRIPTION, and for each .title and .required",
            prefix = "argument.",
            multiValue = true)
    private Map<String, Object> arguments = Map.of();

    /**
     * An endpoint without options.
     *
     * @param uri the whole address
     * @param component its component
     * @param promptName what follows the scheme
     */
    AiPromptEndpoint(String uri, AiPromptComponent component, String promptName) {
        super(uri, component, promptName);
        this.promptName = promptName;
    }

    @Override
    public OfferedRoute describe(AsyncProcessor route) {
        ObjectNode definition = Json.object().put("name", promptName);
        if (getTitle() != null) {
            definition.put("title", getTitle());
        }
        if (getDescription() != null) {
            definition.put("description", getDescription());
        }
        if (!arguments.isEmpty()) {
            definition.set("arguments", describedArguments());
        }
        return new OfferedRoute(Kind.PROMPT, getServer(), promptName, promptName, definition, Optional.empty(), route);
    }

    private ArrayNode describedArguments() {
        Map<String, ObjectNode> byName = new LinkedHashMap<>();
        new TreeMap<>(arguments).forEach((option, value) -> {
            int dot = option.indexOf('.');
            String name = dot < 0 ? option : option.substring(0, dot);
            if (name.isEmpty() || name.toLowerCase(Locale.ROOT).startsWith("camel")) {
                throw new IllegalArgumentException("Argument " + name + " of prompt " + promptName
                        + " has no name, or begins with camel, as Camel's own headers do: rename it");
            }
            ObjectNode argument =
                    byName.computeIfAbsent(name, absent -> Json.object().put("name", absent));
            apply(argument, name, dot < 0 ? "description" : option.substring(dot + 1), String.valueOf(value));
        });
        List<ObjectNode> requiredFirst = new ArrayList<>(byName.values()); // clients ask for them in this order
        requiredFirst.sort(
                Comparator.comparing(argument -> !argument.path("required").asBoolean(false)));
        return Json.MAPPER.createArrayNode().addAll(requiredFirst);
    }

    private static void apply(ObjectNode argument, String name, String aspect, String value) {
        switch (aspect) {
            case "description", "title" -> argument.put(aspect, value);
            case "required" -> argument.put("required", Boolean.parseBoolean(value));
            default ->
                throw new IllegalArgumentException(
                        "argument." + name + "." + aspect + " is not known: use description, title or required");
        }
    }

    public String getPromptName() {
        return promptName;
    }

    public Map<String, Object> getArguments() {
        return arguments;
    }

    public void setArguments(Map<String, Object> arguments) {
        this.arguments = arguments;
    }
}
