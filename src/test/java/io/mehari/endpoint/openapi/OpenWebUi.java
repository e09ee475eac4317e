package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads documents as Open WebUI does: follows references of properties and items, and never looks where it has been. */
final class OpenWebUi {
    private static final int TOO_DEEP = 150;

    private final JsonNode components;

    OpenWebUi(JsonNode document) {
        components = document.path("components");
    }

    /** The schema of the arguments of an operation as a model gets it. */
    JsonNode arguments(JsonNode operation) {
        return resolved(operation.at("/requestBody/content/application~1json/schema"), 0);
    }

    private JsonNode resolved(JsonNode schema, int depth) {
        if (depth > TOO_DEEP) {
            throw new IllegalStateException("Resolving goes on without end");
        }
        if (schema.has("$ref")) {
            JsonNode found = components;
            String[] parts = schema.get("$ref").asText().replaceFirst("^#/", "").split("/");
            for (int i = 1; i < parts.length; i++) {
                found = found.path(parts[i]);
            }
            if (found.isMissingNode()) {
                throw new IllegalStateException("Nothing is at " + schema.get("$ref"));
            }
            return resolved(found, depth + 1);
        }
        if (!(schema instanceof ObjectNode object)) {
            return schema;
        }
        ObjectNode copy = object.deepCopy();
        if (copy.get("properties") instanceof ObjectNode properties) {
            properties
                    .properties()
                    .forEach(member -> properties.set(member.getKey(), resolved(member.getValue(), depth + 1)));
        }
        if (copy.has("items")) {
            copy.set("items", resolved(copy.get("items"), depth + 1));
        }
        return copy;
    }
}
