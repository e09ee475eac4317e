package io.mehari.endpoint.mcp.offer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;

/**
 * One entry of a list as clients of a view see it, encoded once. Immutable.
 *
 * @param server whose it is
 * @param route whether a route is behind it, not the server itself
 * @param name at the server: of a tool or a prompt, or the URI of a resource, or of a template with its variables
 * @param shown the same as clients of the view have it
 * @param definition as the server gave it; to be read only
 * @param json as clients get it
 */
public record Entry(String server, boolean route, String name, String shown, ObjectNode definition, RawJson json) {
    private static final String NAME = "name";

    /** An entry whose key is as the server has it. */
    static Entry of(String server, boolean route, String name, ObjectNode definition) {
        return new Entry(server, route, name, name, definition, encoded(ReservedMeta.without(definition)));
    }

    /** A tool or prompt under another name. */
    static Entry renamed(String server, boolean route, String name, String shown, ObjectNode definition) {
        ObjectNode renamed = Json.object();
        renamed.setAll(ReservedMeta.without(definition));
        renamed.put(NAME, shown); // takes the place that the name had
        return new Entry(server, route, name, shown, definition, encoded(renamed));
    }

    private static RawJson encoded(ObjectNode definition) {
        return new RawJson(Json.bytes(definition));
    }

    /** Whether clients see the same; one that was encoded before is recognized without a look at it. */
    boolean looksLike(Entry other) {
        return json.equals(other.json);
    }
}
