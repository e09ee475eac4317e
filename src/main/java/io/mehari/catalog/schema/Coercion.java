package io.mehari.catalog.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import io.mehari.protocol.Json;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the quotes off texts that are written like the number or boolean that the schema wants at their place. What is
 * inside the quotes must be JSON (RFC 8259): {@code "5"}, {@code "-1.50"}, {@code "true"}; then the value is what the same
 * call without the quotes would have sent, digit for digit. Anything else ({@code "05"}, {@code "+5"}, {@code "yes"}) stays a
 * text, and so does a text where the schema takes other types, or other schemas, too.
 */
final class Coercion {
    /** Of a value of a wrong type these fail as well, whatever they say. */
    private static final Set<String> BESIDE_TYPE = Set.of("type", "enum", "const", "anyOf", "oneOf");

    private Coercion() {}

    /**
     * Coerces what can be coerced.
     *
     * @param errors what a check has found
     * @param arguments what was checked; not changed
     * @return the arguments themselves if there is nothing to coerce, else a changed copy
     */
    static ObjectNode of(List<Error> errors, ObjectNode arguments) {
        Map<String, JsonNode> values = values(errors);
        if (values.isEmpty()) {
            return arguments;
        }
        ObjectNode copy = arguments.deepCopy();
        values.forEach((pointer, value) -> put(copy, JsonPointer.compile(pointer), value));
        return copy;
    }

    private static Map<String, JsonNode> values(List<Error> errors) {
        Map<String, Set<String>> wanted = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        Choices choices = new Choices(errors);
        Set<String> others = new HashSet<>();
        for (Error error : errors) {
            String pointer = error.getInstanceLocation().toString();
            if (!BESIDE_TYPE.contains(error.getKeyword())) {
                others.add(pointer);
            } else if (error.getKeyword().equals("type")
                    && error.getInstanceNode().isTextual()) {
                texts.put(pointer, error.getInstanceNode().textValue());
                wanted.computeIfAbsent(pointer, place -> new HashSet<>()).addAll(typesOf(error));
                if (!choices.areSettled(error)) {
                    others.add(pointer);
                }
            }
        }
        Map<String, JsonNode> values = new LinkedHashMap<>();
        texts.keySet().removeAll(others);
        texts.forEach(
                (pointer, text) -> value(text, wanted.get(pointer)).ifPresent(value -> values.put(pointer, value)));
        return values;
    }

    private static Set<String> typesOf(Error error) {
        Set<String> types = new HashSet<>();
        JsonNode declared = error.getSchemaNode();
        if (declared.isArray()) {
            declared.forEach(type -> types.add(type.asText()));
        } else {
            types.add(declared.asText());
        }
        return types;
    }

    /** What is inside the quotes, if there is one scalar type besides null and it is of that type. */
    private static Optional<JsonNode> value(String text, Set<String> types) {
        types.remove("null");
        if (types.equals(Set.of("boolean"))) {
            return parsed(text).filter(JsonNode::isBoolean);
        }
        types.remove("integer"); // each one is a number
        return types.isEmpty() || types.equals(Set.of("number"))
                ? parsed(text).filter(JsonNode::isNumber)
                : Optional.empty();
    }

    private static Optional<JsonNode> parsed(String text) {
        boolean padded = !text.equals(text.strip()) || text.length() > ArgumentNumbers.MOST_DIGITS;
        try {
            return text.isEmpty() || padded ? Optional.empty() : Optional.of(Json.read(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static void put(ObjectNode root, JsonPointer place, JsonNode value) {
        JsonNode parent = root.at(place.head());
        if (parent instanceof ObjectNode object) {
            object.set(place.last().getMatchingProperty(), value);
        } else if (parent instanceof ArrayNode array) {
            array.set(place.last().getMatchingIndex(), value);
        }
    }
}
