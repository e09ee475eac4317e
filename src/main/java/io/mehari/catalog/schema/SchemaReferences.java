package io.mehari.catalog.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What references of a schema lead to: nothing outside the schema itself. For one schema and one thread. */
final class SchemaReferences {
    /** Keywords whose values hold schemas but are none. */
    private static final Set<String> HOLDERS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies");

    private final JsonNode root;
    private final String idKeyword;
    private final String rootId;
    private final Map<String, JsonNode> byId = new HashMap<>();
    private final Map<JsonNode, JsonNode> resources = new IdentityHashMap<>();
    private final Map<JsonNode, Map<String, JsonNode>> anchors = new IdentityHashMap<>();

    /**
     * @param root the whole schema
     * @param idKeyword {@code $id}, or {@code id} in draft-04
     */
    SchemaReferences(JsonNode root, String idKeyword) {
        this.root = root;
        this.idKeyword = idKeyword;
        this.rootId = root.path(idKeyword).asText("");
        collect(root, root);
    }

    private void collect(JsonNode node, JsonNode around) {
        JsonNode resource = around;
        if (node.isObject()) {
            String id = node.path(idKeyword).asText("");
            if (id.startsWith("#")) {
                anchor(around, id.substring(1), node);
            } else if (!id.isEmpty()) {
                resource = node;
                byId.putIfAbsent(withoutFragment(id), node);
                byId.putIfAbsent(resolved(id), node);
            }
            resources.put(node, resource);
            for (String keyword : List.of("$anchor", "$dynamicAnchor")) {
                anchor(resource, node.path(keyword).asText(""), node);
            }
        }
        for (JsonNode child : node) {
            collect(child, resource);
        }
    }

    private void anchor(JsonNode resource, String name, JsonNode node) {
        if (!name.isEmpty()) {
            anchors.computeIfAbsent(resource, key -> new HashMap<>()).putIfAbsent(name, node);
        }
    }

    /**
     * The schema that a reference names.
     *
     * @param schema the schema with the reference
     * @param keyword {@code $ref} or one of its kind
     * @param reference its value
     * @return empty if there is none inside the whole schema
     */
    Optional<JsonNode> find(JsonNode schema, String keyword, String reference) {
        int hash = reference.indexOf('#');
        String base = hash < 0 ? reference : reference.substring(0, hash);
        JsonNode within = base.isEmpty()
                ? resources.getOrDefault(schema, root)
                : byId.getOrDefault(base, byId.get(resolved(base)));
        if (within == null) {
            return Optional.empty();
        }
        String fragment = hash < 0 ? "" : decoded(reference.substring(hash + 1));
        JsonNode target = fragment.startsWith("/") ? at(within, fragment) : named(within, fragment, keyword);
        return Optional.ofNullable(target).filter(Form::isSchema);
    }

    /** A dynamic reference means the outermost schema of that name, which is that of the root if it has one. */
    private JsonNode named(JsonNode within, String anchor, String keyword) {
        if (anchor.isEmpty()) {
            return within;
        }
        JsonNode own = anchors.getOrDefault(within, Map.of()).get(anchor);
        return own == null || !keyword.equals("$dynamicRef")
                ? own
                : anchors.getOrDefault(root, Map.of()).getOrDefault(anchor, own);
    }

    private static JsonNode at(JsonNode within, String pointer) {
        String[] names = pointer.split("/", -1);
        boolean holder = HOLDERS.contains(names[names.length - 1]);
        boolean held = names.length > 2 && HOLDERS.contains(names[names.length - 2]);
        return holder && !held ? null : within.at(JsonPointer.compile(pointer));
    }

    private static String decoded(String fragment) {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return fragment;
        }
    }

    private static String withoutFragment(String id) {
        int hash = id.indexOf('#');
        return hash < 0 ? id : id.substring(0, hash);
    }

    private String resolved(String id) {
        try {
            return withoutFragment(URI.create(rootId).resolve(id).toString());
        } catch (IllegalArgumentException e) {
            return withoutFragment(id);
        }
    }
}
