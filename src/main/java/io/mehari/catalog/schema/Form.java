package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** The form that the value of a keyword must have to mean something. */
enum Form {
    /** One schema. */
    SCHEMA(
            Form::isSchema,
            "is no schema",
            "not if then else additionalProperties unevaluatedProperties propertyNames"
                    + " contains unevaluatedItems additionalItems"),
    /** A schema or, before 2020-12, an array of them. */
    ITEMS(Form::isSchema, "is no schema", "items"),
    /** An array of schemas, each of which may be of a wrong form. */
    SCHEMAS(value -> value.isArray() && !value.isEmpty(), "is no array of schemas", "allOf anyOf oneOf prefixItems"),
    /** An object of schemas, each of which may be of a wrong form. */
    SCHEMA_MAP(JsonNode::isObject, "is no object of schemas", "properties $defs definitions dependentSchemas"),
    /** An object of schemas by patterns. */
    PATTERN_MAP(JsonNode::isObject, "is no object of schemas", "patternProperties"),
    /** An object of schemas or names. */
    DEPENDENCIES(JsonNode::isObject, "is no object", "dependencies"),
    /** An object of arrays of names. */
    NAMES_MAP(
            value -> value.isObject() && all(value, Form::isNames),
            "is no object of arrays of names",
            "dependentRequired"),
    /** An array of names. */
    NAMES(Form::isNames, "is no array of names", "required"),
    /** A name of a type or several. */
    TYPE(
            value -> isType(value) || (value.isArray() && !value.isEmpty() && all(value, Form::isType)),
            "is no type of JSON Schema",
            "type"),
    /** An array of values. */
    VALUES(
            value -> value.isArray() && !value.isEmpty() && isShort(value),
            "is no array of values that can be compared",
            "enum"),
    /** Any value. */
    VALUE(Form::isShort, "has a number of too many digits", "const"),
    /** A number above zero. */
    POSITIVE(
            value -> isNumber(value) && value.decimalValue().signum() > 0,
            "is no number above 0 that can be calculated with",
            "multipleOf"),
    /** A number. */
    NUMBER(Form::isNumber, "is no number that can be calculated with", "minimum maximum"),
    /** A number; in draft-04 a boolean. */
    LIMIT(Form::isNumber, "is no number that can be calculated with", "exclusiveMinimum exclusiveMaximum"),
    /** An integer from zero. */
    COUNT(
            Form::isCount,
            "is no integer from 0 to " + Integer.MAX_VALUE,
            "minLength maxLength minItems maxItems minProperties maxProperties minContains maxContains"),
    /** A boolean. */
    FLAG(JsonNode::isBoolean, "is no boolean", "uniqueItems"),
    /** A text. */
    TEXT(JsonNode::isTextual, "is no text", "format"),
    /** A name by which references find the schema. */
    ANCHOR(JsonNode::isTextual, "is no text", "$anchor $dynamicAnchor"),
    /** A regular expression. */
    PATTERN(JsonNode::isTextual, "is no text", "pattern"),
    /** An address. */
    ID(JsonNode::isTextual, "is no text", "$id id"),
    /** A reference. */
    REFERENCE(JsonNode::isTextual, "is no text", "$ref $dynamicRef $recursiveRef");

    private static final Set<String> TYPES =
            Set.of("string", "number", "integer", "boolean", "object", "array", "null");

    /** Keywords without a part in a check that tell people and models what a value means. */
    private static final Map<String, Predicate<JsonNode>> ANNOTATIONS = Map.of(
            "title", JsonNode::isTextual,
            "description", JsonNode::isTextual,
            "default", value -> true,
            "examples", JsonNode::isArray,
            "deprecated", JsonNode::isBoolean,
            "readOnly", JsonNode::isBoolean,
            "writeOnly", JsonNode::isBoolean,
            "contentEncoding", JsonNode::isTextual,
            "contentMediaType", JsonNode::isTextual);

    private static final Map<String, Form> BY_KEYWORD = new HashMap<>();

    static {
        for (Form form : values()) {
            for (String keyword : form.keywords.split(" ")) {
                BY_KEYWORD.put(keyword, form);
            }
        }
    }

    private final Predicate<JsonNode> valid;
    private final String problem;
    private final String keywords;

    Form(Predicate<JsonNode> valid, String problem, String keywords) {
        this.valid = valid;
        this.problem = problem;
        this.keywords = keywords;
    }

    /**
     * The form of a keyword.
     *
     * @param keyword its name
     * @return null for annotations and for what is no keyword: neither has a part in a check
     */
    static Form of(String keyword) {
        return BY_KEYWORD.get(keyword);
    }

    /** Whether a keyword, with this value, tells readers something and has no part in a check. */
    static boolean isAnnotation(String keyword, JsonNode value) {
        return ANNOTATIONS.getOrDefault(keyword, none -> false).test(value);
    }

    boolean isValid(JsonNode value) {
        return valid.test(value);
    }

    /** What is wrong with a value that is not of this form, to stand behind the value. */
    String problem() {
        return problem;
    }

    static boolean isSchema(JsonNode value) {
        return value.isObject() || value.isBoolean();
    }

    static boolean isNames(JsonNode value) {
        return value.isArray() && all(value, JsonNode::isTextual);
    }

    private static boolean isType(JsonNode value) {
        return value.isTextual() && TYPES.contains(value.textValue());
    }

    private static boolean isNumber(JsonNode value) {
        return value.isNumber() && !ArgumentNumbers.isTooLong(value);
    }

    private static boolean isCount(JsonNode value) {
        if (!isNumber(value)) {
            return false;
        }
        BigDecimal number = value.decimalValue();
        return number.signum() >= 0
                && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0
                && number.stripTrailingZeros().scale() <= 0;
    }

    private static boolean isShort(JsonNode value) {
        return value.isContainerNode()
                ? all(value, Form::isShort)
                : !value.isNumber() || !ArgumentNumbers.isTooLong(value);
    }

    private static boolean all(JsonNode container, Predicate<JsonNode> test) {
        return StreamSupport.stream(container.spliterator(), false).allMatch(test);
    }
}
