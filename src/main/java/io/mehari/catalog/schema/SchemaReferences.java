package io.mehari.catalog.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What references of a schema lead to: nothing outside the schema itself. For one schema and one thread. */
final class SchemaReferences {
    /** Keywords whose values hold schemas but are none. */
    private static final Set<String> HOLDERS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies");

    /** Longest pointer, in characters, that may lead through places where no schema is expected. */
    private static final int LONGEST_WAY = 500;

    private final String rootId;
    private final Map<String, JsonNode> byId = new HashMap<>();
    private final Map<String, JsonNode> byAnchor = new HashMap<>();

    /** Every place on the way to the target of a reference. */
    private final Set<String> ways = new HashSet<>();

    SchemaReferences(JsonNode root) {
        this.rootId = id(root);
        collect(root);
    }

    private static String id(JsonNode schema) {
        return schema.path("$id").asText(schema.path("id").asText(""));
    }

    private void collect(JsonNode node) {
        if (node.isObject()) {
            String id = id(node);
            if (!id.isEmpty()) {
                byId.putIfAbsent(withoutFragment(id), node);
                byId.putIfAbsent(resolved(id), node);
                byAnchor.putIfAbsent(fragment(id), node);
            }
            for (String anchor : Set.of("$anchor", "$dynamicAnchor")) {
                byAnchor.putIfAbsent(node.path(anchor).asText(""), node);
            }
            way(fragment(node.path("$ref").asText("")));
        }
        node.forEach(this::collect);
    }

    private void way(String pointer) {
        if (pointer.startsWith("/") && pointer.length() <= LONGEST_WAY) {
            for (int end = pointer.indexOf('/', 1); end > 0; end = pointer.indexOf('/', end + 1)) {
                ways.add(pointer.substring(0, end));
            }
            ways.add(pointer);
        }
    }

    /**
     * Whether some reference leads through a place in the schema.
     *
     * @param pointer JSON pointer of the place
     * @return true if one does, or may
     */
    boolean leadThrough(String pointer) {
        return byId.size() > (rootId.isEmpty() ? 0 : 2) || ways.contains(pointer);
    }

    /**
     * The schema that a reference names.
     *
     * @param reference value of {@code $ref} or one of its kind
     * @param resource the schema with an {@code $id} around it
     * @return empty if there is none inside the whole schema
     */
    Optional<JsonNode> find(String reference, JsonNode resource) {
        int hash = reference.indexOf('#');
        String base = hash < 0 ? reference : reference.substring(0, hash);
        JsonNode within = base.isEmpty() ? resource : byId.getOrDefault(base, byId.get(resolved(base)));
        if (within == null) {
            return Optional.empty();
        }
        String fragment = fragment(reference);
        JsonNode target =
                fragment.isEmpty() ? within : fragment.startsWith("/") ? at(within, fragment) : byAnchor.get(fragment);
        return Optional.ofNullable(target).filter(Form::isSchema);
    }

    private static JsonNode at(JsonNode within, String pointer) {
        String[] names = pointer.split("/", -1);
        boolean holder = HOLDERS.contains(names[names.length - 1]);
        boolean held = names.length > 2 && HOLDERS.contains(names[names.length - 2]);
        return holder && !held ? null : within.at(JsonPointer.compile(pointer));
    }

    private static String fragment(String reference) {
        int hash = reference.indexOf('#');
        String fragment = hash < 0 ? "" : reference.substring(hash + 1);
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return fragment;
        }
    }

    private static String withoutFragment(String id) {
        return id.replaceFirst("#.*", "");
    }

    private String resolved(String id) {
        try {
            return withoutFragment(URI.create(rootId).resolve(id).toString());
        } catch (IllegalArgumentException e) {
            return withoutFragment(id);
        }
    }
}
