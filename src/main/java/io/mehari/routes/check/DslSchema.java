package io.mehari.routes.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The schema of Camel's YAML DSL, as camel-yaml-dsl carries it ({@code schema/camelYamlDsl.json}). Not for use by several
 * threads.
 */
final class DslSchema {
    private static final String RESOURCE = "schema/camelYamlDsl.json";
    private static final String MODEL = "org.apache.camel.model.";

    private final JsonNode root;
    private final JsonNode definitions;
    private final Map<JsonNode, Shape> shapes = new IdentityHashMap<>();

    /**
     * What a map may have in it.
     *
     * @param properties schemas by name
     * @param closed whether it may have nothing else
     * @param required names that it must have
     * @param types other forms it may have: string, array, boolean, number, object
     */
    record Shape(Map<String, JsonNode> properties, Set<String> required, Set<String> types, boolean[] closed) {
        boolean isClosed() {
            return closed[0];
        }

        boolean takes(String type) {
            return types.isEmpty() || types.contains(type);
        }
    }

    private DslSchema(JsonNode root) {
        this.root = root.path("items");
        this.definitions = this.root.path("definitions");
    }

    static DslSchema load() {
        try (InputStream stream = DslSchema.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            return new DslSchema(Json.read(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("The schema of the YAML DSL cannot be read", e);
        }
    }

    /** What an item of a file is. */
    JsonNode item() {
        return root;
    }

    /** A definition of Camel's model, such as {@code RouteDefinition}. */
    JsonNode definition(String name) {
        return definitions.path(MODEL + name);
    }

    /** The definition that a schema refers to. */
    JsonNode definitionAt(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return definitions.path(reference.substring(reference.lastIndexOf('/') + 1));
    }

    /** Name of the definition that a schema refers to, without its package; empty if it refers to none. */
    static String nameOf(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.substring(reference.lastIndexOf('.') + 1);
    }

    Shape shapeOf(JsonNode schema) {
        Shape known = shapes.get(schema);
        if (known == null) {
            known = new Shape(new LinkedHashMap<>(), new HashSet<>(), new HashSet<>(), new boolean[1]);
            collect(schema, known, false);
            shapes.put(schema, known);
        }
        return known;
    }

    private void collect(JsonNode schema, Shape shape, boolean choice) {
        if (schema.has("$ref")) {
            collect(definitionAt(schema), shape, choice);
        }
        schema.path("properties").properties().forEach(property -> {
            if (!property.getValue().isEmpty()) {
                shape.properties().put(property.getKey(), property.getValue());
            } else {
                shape.properties().putIfAbsent(property.getKey(), property.getValue());
            }
        });
        if (schema.has("additionalProperties")
                && !schema.path("additionalProperties").asBoolean(true)) {
            shape.closed()[0] = true;
        }
        if (schema.has("type")) {
            shape.types().add(schema.path("type").asText());
        }
        if (!choice) {
            schema.path("required").forEach(name -> shape.required().add(name.asText()));
        }
        branches(schema, shape, choice);
    }

    /** Of several maps that something may be, none must be; one beside a text is what a map must be. */
    private void branches(JsonNode schema, Shape shape, boolean choice) {
        for (String word : new String[] {"anyOf", "oneOf", "allOf"}) {
            JsonNode branches = schema.path(word);
            int maps = 0;
            for (JsonNode branch : branches) {
                maps += branch.has("properties") || branch.has("$ref") || branch.has("not") ? 1 : 0;
            }
            for (JsonNode branch : branches) {
                if (!branch.has("not")) {
                    collect(branch, shape, choice || maps > 1 || "anyOf".equals(word));
                }
            }
        }
    }
}
