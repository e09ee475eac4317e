package io.mehari.endpoint.rest.mcpo;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.Violation;
import io.mehari.protocol.TreeWeight;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes violations as FastAPI does: a list of {@code type}, {@code loc}, {@code msg} and {@code input}, with FastAPI's
 * names for types where it has one and the keyword elsewhere. For one response and one thread.
 */
public final class FastApiErrors {
    /** FastAPI's name for a body that is no JSON. */
    public static final String JSON_INVALID = "json_invalid";

    /** Keyword of a violation that stands for a body that is not UTF-8. */
    public static final String UNDECODABLE = "encoding";

    /** Most bytes, about, that one {@code input} takes in memory; a larger one is left out. */
    static final int MOST_INPUT = 4_096;

    /** The same for all of one response. */
    static final int MOST_INPUTS = 65_536;

    private final JsonGenerator json;
    private final JsonNode sent;
    private long left = MOST_INPUTS;

    private FastApiErrors(JsonGenerator json, JsonNode sent) {
        this.json = json;
        this.sent = sent;
    }

    /**
     * Writes {@code {"detail": [...]}}.
     *
     * @param json where to write
     * @param invalid the violations
     * @param sent the arguments as the caller sent them; missing if they could not be read
     * @throws IOException if it cannot be written
     */
    public static void write(JsonGenerator json, InvalidArguments invalid, JsonNode sent) throws IOException {
        FastApiErrors errors = new FastApiErrors(json, sent);
        json.writeStartObject();
        json.writeArrayFieldStart("detail");
        for (Violation violation : invalid.violations()) {
            errors.write(violation);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(Violation violation) throws IOException {
        List<Object> location = new ArrayList<>();
        JsonNode input = locate(violation.pointer(), location);
        json.writeStartObject();
        json.writeStringField("type", typeOf(violation, input));
        json.writeArrayFieldStart("loc");
        json.writeString("body");
        for (Object segment : location) {
            json.writeObject(segment);
        }
        json.writeEndArray();
        if (violation.keyword().equals(JSON_INVALID)) {
            writeUnreadable(violation.message());
        } else {
            json.writeStringField(
                    "msg", violation.keyword().equals("required") ? "Field required" : violation.message());
            writeInput(input);
        }
        json.writeEndObject();
    }

    private void writeUnreadable(String error) throws IOException {
        json.writeStringField("msg", "JSON decode error");
        json.writeObjectFieldStart("input");
        json.writeEndObject();
        json.writeObjectFieldStart("ctx");
        json.writeStringField("error", error);
        json.writeEndObject();
    }

    /**
     * Follows a pointer. Names that lead nowhere, because the value is missing or the name is that of a choice of
     * mcpo's, are passed over.
     */
    private JsonNode locate(String pointer, List<Object> location) {
        JsonNode at = sent;
        for (JsonPointer p = JsonPointer.compile(pointer); !p.matches(); p = p.tail()) {
            boolean index = p.mayMatchElement() && !at.isObject();
            location.add(index ? (Object) p.getMatchingIndex() : p.getMatchingProperty());
            JsonNode next = index ? at.path(p.getMatchingIndex()) : at.path(p.getMatchingProperty());
            at = next.isMissingNode() ? at : next;
        }
        return at;
    }

    /** What was sent there; nothing where it is missing, and where it is large. */
    private void writeInput(JsonNode input) throws IOException {
        if (input.isMissingNode()) {
            return;
        }
        long weight = TreeWeight.of(input, MOST_INPUT);
        if (weight <= Math.min(MOST_INPUT, left)) {
            left -= weight;
            json.writeFieldName("input");
            json.writeTree(input);
        }
    }

    private static String typeOf(Violation violation, JsonNode input) {
        return switch (violation.keyword()) {
            case "required", "dependentRequired" -> "missing";
            case "json" -> JSON_INVALID;
            case "type" ->
                violation.expected().isEmpty() && violation.pointer().isEmpty()
                        ? "model_attributes_type"
                        : ofType(violation.expected(), input);
            case "const" -> "literal_error";
            case "minimum" -> "greater_than_equal";
            case "maximum" -> "less_than_equal";
            case "exclusiveMinimum" -> "greater_than";
            case "exclusiveMaximum" -> "less_than";
            case "multipleOf" -> "multiple_of";
            case "minLength" -> "string_too_short";
            case "maxLength" -> "string_too_long";
            case "pattern" -> "string_pattern_mismatch";
            case "minItems" -> "too_short";
            case "maxItems" -> "too_long";
            case "additionalProperties", "unevaluatedProperties" -> "extra_forbidden";
            default -> violation.keyword();
        };
    }

    private static String ofType(String expected, JsonNode input) {
        return switch (expected) {
            case "string" -> "string_type";
            case "integer" -> input.isTextual() ? "int_parsing" : input.isNumber() ? "int_from_float" : "int_type";
            case "number" -> input.isTextual() ? "float_parsing" : "float_type";
            case "boolean" -> input.isTextual() ? "bool_parsing" : "bool_type";
            case "array" -> "list_type";
            case "object" -> "dict_type";
            case "null" -> "none_required";
            default -> "type";
        };
    }

    /**
     * Whether a body is no text at all, which FastAPI answers in another way than what is no JSON.
     *
     * @param invalid what was found
     * @return true for a body that is not UTF-8
     */
    public static boolean isUndecodable(InvalidArguments invalid) {
        return invalid.violations().get(0).keyword().equals(UNDECODABLE);
    }
}
