package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mehari.catalog.schema.DocumentSchema;
import io.mehari.protocol.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Puts schemas of tools into a document for clients that follow references of properties and items only, and without looking
 * where they have been: Open WebUI. Other references are replaced by what they mean, and where a schema contains itself, the
 * inner one is left open. Stateless.
 */
final class ShortSchemas implements ToolSchemas {
    /** Most schemas that one tool's schema may become. */
    static final int MOST = 20_000;

    private static final Set<String> WORDS = Set.of("title", "description", "default", "examples", "deprecated");

    @Override
    public void place(DocumentSchema schema, String name, Components components) {
        Copy copy = new Copy(schema, name, components);
        copy.open.push("#");
        JsonNode root = copy.of(schema.root(), false);
        copy.made.forEach(components::set);
        components.set(name, root);
    }

    /** One schema while it is placed. */
    private static final class Copy {
        private final DocumentSchema schema;
        private final String name;
        private final Components components;
        private final Map<String, String> names = new HashMap<>();
        private final Map<String, JsonNode> made = new HashMap<>();

        /** The references that are being followed: one of them again would never end. */
        private final Deque<String> open = new ArrayDeque<>();

        private int count;

        Copy(DocumentSchema schema, String name, Components components) {
            this.schema = schema;
            this.name = name;
            this.components = components;
        }

        JsonNode of(JsonNode node, boolean mayRefer) {
            if (++count > MOST) {
                throw new SchemaTooLargeException();
            }
            if (!(node instanceof ObjectNode object)) {
                return node;
            }
            if (!(object.get("$ref") instanceof TextNode reference)) {
                return parts(object);
            }
            ObjectNode beside = parts(object);
            beside.remove("$ref");
            String to = reference.textValue();
            if (open.contains(to)) {
                return with(inner(to), beside);
            }
            if (mayRefer && beside.isEmpty()) {
                return Components.reference(component(to));
            }
            return with(followed(to), beside);
        }

        private ObjectNode parts(ObjectNode object) {
            return SchemaParts.copy(
                    object, (keyword, part) -> of(part, keyword.equals("properties") || keyword.equals("items")));
        }

        private JsonNode target(String to) {
            return to.equals("#")
                    ? schema.root()
                    : schema.definitions().get(to.substring(DocumentSchema.DEFINITION.length()));
        }

        private JsonNode followed(String to) {
            open.push(to);
            JsonNode found = of(target(to), false);
            open.pop();
            return found;
        }

        private String component(String to) {
            String known = names.get(to);
            if (known != null) {
                return known;
            }
            String given = components.name(name + "_" + label(to));
            JsonNode definition = SchemaParts.asObject("", followed(to));
            names.put(to, given);
            made.put(given, definition);
            return given;
        }

        /** What stands for a schema inside itself. */
        private JsonNode inner(String to) {
            ObjectNode inner = Json.object();
            JsonNode type = target(to).path("type");
            if (type.isTextual()) {
                inner.set("type", type);
            }
            String label = to.equals("#") ? "value like the whole" : label(to);
            return inner.put(
                    "description",
                    "Another " + label + ", as described around it. It contains itself: ?schema=full has all of it.");
        }

        private String label(String to) {
            return schema.labels().get(to.substring(DocumentSchema.DEFINITION.length()));
        }

        /** A schema with the keywords that stand beside a reference to it. */
        private static JsonNode with(JsonNode schema, ObjectNode beside) {
            if (beside.isEmpty()) {
                return schema;
            }
            boolean words = WORDS.containsAll(
                    beside.properties().stream().map(Map.Entry::getKey).toList());
            if (words && schema instanceof ObjectNode object) {
                return object.setAll(beside);
            }
            ObjectNode both = Json.object();
            both.putArray("allOf").add(schema).add(beside);
            return both;
        }
    }
}
