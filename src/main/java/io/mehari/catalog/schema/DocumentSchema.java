package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SpecificationVersion;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A schema of a tool as documents show it: what {@link ToolSchema} checks, with titles, descriptions and defaults, in the words
 * of JSON Schema 2020-12 whatever its dialect. Keywords that are not understood are left out.
 *
 * @param root the schema; a {@code $ref} in it or in a definition is {@code #} or {@code #/$defs/} and a name of {@link
 *     #definitions}
 * @param definitions schemas that are referred to, by name
 * @param labels what the tool's server calls each definition, by its name; not unique
 */
public record DocumentSchema(ObjectNode root, Map<String, JsonNode> definitions, Map<String, String> labels) {
    /** Begins every {@code $ref} to a definition. */
    public static final String DEFINITION = "#/$defs/";

    /**
     * Reads a schema, in bounded time. Never throws for an invalid one.
     *
     * @param definition the schema; not changed; null for a tool without one
     * @return empty if there is none, or nothing of it is understood
     */
    public static Optional<DocumentSchema> of(JsonNode definition) {
        if (!(definition instanceof ObjectNode object) || CompiledSchema.tooManyValues(definition)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(SchemaCleaner.annotated(object, new Patterns())));
        } catch (StackOverflowError | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static DocumentSchema read(CleanSchema clean) {
        Map<String, JsonNode> definitions = new LinkedHashMap<>();
        JsonNode holder = clean.schema().path("$defs");
        clean.labels().keySet().forEach(name -> definitions.put(name, holder.path(name)));
        boolean first = clean.dialect().getSpecificationVersion().equals(SpecificationVersion.DRAFT_4);
        for (JsonNode schema : clean.schemas()) {
            renew((ObjectNode) schema, first);
        }
        clean.labels().replaceAll((name, label) -> plain(label));
        return new DocumentSchema(clean.schema(), definitions, clean.labels());
    }

    /** A part of a reference, decoded. */
    private static String plain(String label) {
        try {
            return URLDecoder.decode(label.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .replace("~1", "/")
                    .replace("~0", "~");
        } catch (IllegalArgumentException e) {
            return label;
        }
    }

    /** Writes one schema, not those in it, in the words of 2020-12. */
    private static void renew(ObjectNode schema, boolean first) {
        schema.remove(List.of("$defs", "definitions", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor"));
        if (schema.get("items") instanceof ArrayNode items) {
            schema.remove("items");
            schema.set("prefixItems", items);
            JsonNode others = schema.remove("additionalItems");
            if (others != null) {
                schema.set("items", others);
            }
        }
        schema.remove("additionalItems");
        if (schema.remove("dependencies") instanceof ObjectNode dependencies) {
            dependencies.properties().forEach(entry -> depend(schema, entry.getKey(), entry.getValue()));
        }
        if (first) {
            limit(schema, "minimum", "exclusiveMinimum");
            limit(schema, "maximum", "exclusiveMaximum");
        }
    }

    private static void depend(ObjectNode schema, String property, JsonNode needs) {
        schema.withObjectProperty(needs.isArray() ? "dependentRequired" : "dependentSchemas")
                .set(property, needs);
    }

    /** In draft-04 a limit is exclusive by a flag beside it. */
    private static void limit(ObjectNode schema, String limit, String exclusive) {
        JsonNode flag = schema.get(exclusive);
        if (flag != null && flag.isBoolean()) {
            JsonNode value = schema.path(limit);
            schema.remove(exclusive);
            if (flag.booleanValue() && value.isNumber()) {
                schema.remove(limit);
                schema.set(exclusive, value);
            }
        }
    }
}
