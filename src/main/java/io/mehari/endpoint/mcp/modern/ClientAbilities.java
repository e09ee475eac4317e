package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import java.util.Optional;

/**
 * What servers may ask a client for: what its request declares of what the gateway can pass on. Immutable.
 *
 * @param declared {@code clientCapabilities} of a request; to be read only
 */
record ClientAbilities(ObjectNode declared) {
    private static final String ELICITATION = "elicitation";
    private static final String SAMPLING = "sampling";
    private static final String ROOTS = "roots";
    private static final String FORM = "form";
    private static final String URL = "url";

    /** As {@code initialize} declares it to a server: a new object, empty if nothing may be asked. */
    ObjectNode toServers() {
        ObjectNode relayed = Json.object();
        if (declared.path(ELICITATION).isObject()) {
            relayed.set(ELICITATION, elicitation(declared.path(ELICITATION)));
        }
        if (declared.path(SAMPLING).isObject()) {
            relayed.set(SAMPLING, declared.path(SAMPLING).deepCopy());
        }
        if (declared.path(ROOTS).isObject()) {
            relayed.putObject(ROOTS); // nobody tells the gateway when they change
        }
        return relayed;
    }

    boolean isNone() {
        return !declared.path(ELICITATION).isObject()
                && !declared.path(SAMPLING).isObject()
                && !declared.path(ROOTS).isObject();
    }

    private static ObjectNode elicitation(JsonNode declared) {
        ObjectNode modes = Json.object();
        for (String mode : new String[] {FORM, URL}) {
            if (declared.path(mode).isObject()) {
                modes.putObject(mode);
            }
        }
        return modes;
    }

    /**
     * What the client would have to declare to be asked this.
     *
     * @return a {@code ClientCapabilities} object; empty if it declares what is needed
     */
    Optional<ObjectNode> missingFor(String method, JsonNode params) {
        ObjectNode required = Json.object();
        switch (method) {
            case McpMethod.ELICITATION_CREATE -> {
                String mode = params.path("mode").asText(FORM);
                if (offersMode(mode)) {
                    return Optional.empty();
                }
                required.putObject(ELICITATION).putObject(mode.equals(URL) ? URL : FORM);
            }
            case McpMethod.SAMPLING_CREATE_MESSAGE -> {
                boolean tools = params.has("tools") || params.has("toolChoice");
                JsonNode sampling = declared.path(SAMPLING);
                if (sampling.isObject() && (!tools || sampling.path("tools").isObject())) {
                    return Optional.empty();
                }
                ObjectNode needed = required.putObject(SAMPLING);
                if (tools) {
                    needed.putObject("tools");
                }
            }
            default -> {
                if (declared.path(ROOTS).isObject()) {
                    return Optional.empty();
                }
                required.putObject(ROOTS);
            }
        }
        return Optional.of(required);
    }

    /** Without any mode, forms are meant. */
    private boolean offersMode(String mode) {
        JsonNode modes = declared.path(ELICITATION);
        return modes.isObject()
                && (modes.path(mode).isObject()
                        || mode.equals(FORM) && !modes.path(URL).isObject());
    }
}
