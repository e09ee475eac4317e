package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes a JSON tree at random places: values of other types, absurd numbers, other names, parts of the tree elsewhere. */
public final class Mutation {
    static final List<String> KEYWORDS = List.of(
            "type",
            "properties",
            "required",
            "items",
            "prefixItems",
            "additionalProperties",
            "patternProperties",
            "enum",
            "const",
            "anyOf",
            "oneOf",
            "allOf",
            "not",
            "if",
            "then",
            "else",
            "$ref",
            "$dynamicRef",
            "$dynamicAnchor",
            "$id",
            "$anchor",
            "$defs",
            "definitions",
            "pattern",
            "format",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "multipleOf",
            "uniqueItems",
            "contains",
            "minContains",
            "maxContains",
            "maxItems",
            "dependentRequired",
            "dependentSchemas",
            "dependencies",
            "propertyNames",
            "unevaluatedProperties",
            "unevaluatedItems",
            "$schema",
            "$recursiveRef",
            "$recursiveAnchor",
            "id",
            "default",
            "title");

    private static final List<String> TEXTS = List.of(
            "",
            "string",
            "integer",
            "any",
            "#",
            "#/",
            "#/$defs/node",
            "#/properties/path",
            "#missing",
            "#node",
            "other.json",
            "file:///etc/passwd",
            "http://json-schema.org/draft-07/schema#",
            "http://json-schema.org/draft-04/schema#",
            "https://json-schema.org/draft/2019-09/schema",
            "([",
            "^(a+)+$",
            "[\\w-.]",
            "a{,5}",
            "\\p{L}",
            "(?<a>x)\\k<a>",
            "\u0000",
            "\ud83d",
            "\ud83d\ude00",
            "a".repeat(3_000),
            "date-time",
            "regex",
            "uri",
            "%zz",
            "a/b~c");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "3.0",
            "1.5",
            "-0.0",
            "1e400",
            "1e-400",
            "1e100000",
            "1e1000000000",
            "1e-2000000000",
            "4294967296",
            "99999999999999999999999999",
            "2147483647");

    private final Random random;

    public Mutation(Random random) {
        this.random = random;
    }

    /** The tree with one to five changes. */
    public ObjectNode of(ObjectNode tree) {
        ObjectNode copy = tree.deepCopy();
        for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
            change(copy);
        }
        return copy;
    }

    private void change(ObjectNode tree) {
        List<ContainerNode<?>> places = new ArrayList<>();
        containers(tree, places);
        ContainerNode<?> place = pick(places);
        JsonNode value = random.nextInt(3) == 0 ? pick(places).deepCopy() : value(0);
        if (place instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() || random.nextInt(3) == 0 ? name() : pick(names);
            if (random.nextInt(6) == 0) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        } else if (place instanceof ArrayNode array) {
            if (array.isEmpty() || random.nextBoolean()) {
                array.add(value);
            } else {
                array.set(random.nextInt(array.size()), value);
            }
        }
    }

    private String name() {
        return random.nextInt(4) == 0 ? pick(TEXTS) : pick(KEYWORDS);
    }

    /** A value of any kind. */
    JsonNode value(int depth) {
        return switch (random.nextInt(depth > 3 ? 5 : 9)) {
            case 0 -> Json.MAPPER.nullNode();
            case 1 -> Json.MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
            case 2 -> Json.MAPPER.getNodeFactory().textNode(pick(TEXTS));
            case 3 -> Tools.json("{'n': " + pick(NUMBERS) + "}").get("n");
            case 4 -> Json.MAPPER.getNodeFactory().textNode(pick(KEYWORDS));
            case 5 -> array(depth);
            case 6 -> deep();
            default -> object(depth);
        };
    }

    private JsonNode array(int depth) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        int items = random.nextInt(20) == 0 ? 2_000 : random.nextInt(4);
        for (int i = 0; i < items; i++) {
            array.add(value(items > 10 ? 9 : depth + 1));
        }
        return array;
    }

    private JsonNode object(int depth) {
        ObjectNode object = Json.object();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.set(name(), value(depth + 1));
        }
        return object;
    }

    private JsonNode deep() {
        String name = name();
        JsonNode inner = value(9);
        for (int i = random.nextInt(150); i > 0; i--) {
            if (random.nextInt(10) == 0) {
                inner = Json.MAPPER.createArrayNode().add(inner);
            } else {
                inner = Json.object().set(name, inner);
            }
        }
        return inner;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static void containers(JsonNode node, List<ContainerNode<?>> found) {
        if (node instanceof ContainerNode<?> container) {
            found.add(container);
            node.forEach(child -> containers(child, found));
        }
    }
}
