package io.mehari.endpoint.mcp.offer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the keys of {@code _meta} away that the protocol reserves for itself: they are about one hop. Reserved is a prefix
 * whose second label is {@code modelcontextprotocol} or {@code mcp} (MCP 2026-07-28, {@code _meta}). Stateless.
 */
public final class ReservedMeta {
    private static final String META = "_meta";

    private ReservedMeta() {}

    /**
     * An object without reserved keys in its {@code _meta}.
     *
     * @param object a definition, params or a result; not changed
     * @return the very object if nothing is reserved; else a copy that shares all else, without {@code _meta} if nothing is
     *     left of it
     */
    public static ObjectNode without(ObjectNode object) {
        return object.get(META) instanceof ObjectNode meta ? with(object, meta, of(meta)) : object;
    }

    /**
     * Params of a request as they go on: without reserved keys and without the token of progress, which is of one hop, too.
     *
     * @param params not changed
     * @return the very object if nothing is taken away
     */
    public static ObjectNode goingOn(ObjectNode params) {
        if (!(params.get(META) instanceof ObjectNode meta)) {
            return params;
        }
        List<String> taken = of(meta);
        if (meta.has("progressToken")) {
            taken = new ArrayList<>(taken);
            taken.add("progressToken");
        }
        return with(params, meta, taken);
    }

    private static ObjectNode with(ObjectNode object, ObjectNode meta, List<String> taken) {
        if (taken.isEmpty()) {
            return object;
        }
        ObjectNode kept = meta.objectNode();
        meta.properties().forEach(member -> {
            if (!taken.contains(member.getKey())) {
                kept.set(member.getKey(), member.getValue());
            }
        });
        ObjectNode copy = object.objectNode();
        for (var member : object.properties()) {
            JsonNode value = member.getKey().equals(META) ? kept : member.getValue();
            if (value != kept || !kept.isEmpty()) {
                copy.set(member.getKey(), value);
            }
        }
        return copy;
    }

    private static List<String> of(ObjectNode meta) {
        List<String> reserved = List.of();
        for (var member : meta.properties()) {
            if (isReserved(member.getKey())) {
                reserved = reserved.isEmpty() ? new ArrayList<>() : reserved;
                reserved.add(member.getKey());
            }
        }
        return reserved;
    }

    /**
     * Whether a key is the protocol's own.
     *
     * @param key of {@code _meta}
     * @return true for such as {@code io.modelcontextprotocol/serverInfo}
     */
    static boolean isReserved(String key) {
        int slash = key.indexOf('/');
        int first = key.indexOf('.');
        if (first < 0 || slash < first) {
            return false;
        }
        int second = key.indexOf('.', first + 1);
        String label = key.substring(first + 1, second < 0 || second > slash ? slash : second);
        return label.equals("modelcontextprotocol") || label.equals("mcp");
    }
}
