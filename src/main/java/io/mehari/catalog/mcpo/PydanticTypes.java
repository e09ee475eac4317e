package io.mehari.catalog.mcpo;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.catalog.mcpo.PydanticModel.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes types of schemas as mcpo does: {@code type}, {@code anyOf}, {@code properties}, {@code items} and references are
 * followed, everything else ({@code enum}, {@code oneOf}, limits, {@code additionalProperties}) is lost. Where mcpo fails,
 * and loses the server with all its tools, anything is taken. For one schema and one thread.
 */
final class PydanticTypes {
    /** Most types of one schema; what goes beyond takes anything. References can multiply them. */
    private static final int MOST = 10_000;

    /** Most references within each other. */
    private static final int MOST_OPEN = 50;

    private final JsonNode root;
    private final Deque<String> open = new ArrayDeque<>();
    private int made;

    PydanticTypes(JsonNode root) {
        this.root = root;
    }

    /** The model of an object's properties. */
    PydanticModel model(JsonNode schema, String name) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(one -> required.add(one.asText()));
        List<Field> fields = new ArrayList<>();
        schema.path("properties").properties().forEach(property -> {
            boolean must = required.contains(property.getKey());
            JsonNode otherwise = must ? null : resolved(property.getValue()).get("default");
            fields.add(
                    new Field(property.getKey(), type(property.getValue(), name, property.getKey()), must, otherwise));
        });
        return new PydanticModel(name, List.copyOf(fields));
    }

    private PydanticType type(JsonNode schema, String model, String name) {
        String reference = schema.path("$ref").asText("");
        if (++made > MOST || open.size() > MOST_OPEN || open.contains(reference)) {
            return PydanticScalar.ANY;
        }
        if (reference.isEmpty()) {
            return plain(schema, model, name);
        }
        open.push(reference);
        try {
            return plain(resolved(schema), model, name);
        } finally {
            open.pop();
        }
    }

    private PydanticType plain(JsonNode schema, String model, String name) {
        JsonNode declared = schema.path("type");
        List<PydanticType> choices = new ArrayList<>();
        if (schema.path("anyOf").isArray()) {
            for (JsonNode choice : schema.get("anyOf")) {
                choices.add(type(choice, model + "_" + name, "choice_" + choices.size()));
            }
            return PydanticUnion.of(choices);
        }
        if (declared.isArray()) {
            declared.forEach(one -> choices.add(single(one.asText(), schema, model, name)));
            return PydanticUnion.of(choices);
        }
        return single(declared.asText(""), schema, model, name);
    }

    private PydanticType single(String type, JsonNode schema, String model, String name) {
        return switch (type) {
            case "string" -> PydanticScalar.STR;
            case "integer" -> PydanticScalar.INT;
            case "number" -> PydanticScalar.FLOAT;
            case "boolean" -> PydanticScalar.BOOL;
            case "null" -> PydanticScalar.NONE;
            case "object" ->
                schema.path("properties").isEmpty()
                        ? new PydanticDict()
                        : model(schema, (model + "_" + name + "_model").replace("__", "_"));
            case "array" ->
                new PydanticList(
                        schema.path("items").isEmpty()
                                ? PydanticScalar.ANY
                                : type(schema.get("items"), model + "_" + name, "item"));
            default -> PydanticScalar.ANY;
        };
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText("");
        if (!reference.startsWith("#/")) {
            return schema;
        }
        return root.at(JsonPointer.compile(reference.substring(1)));
    }
}
