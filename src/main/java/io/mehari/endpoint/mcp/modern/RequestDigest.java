package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.Json;
import io.mehari.text.Sha256;
import java.security.MessageDigest;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a retry must have in common with the request it takes up: caller, view, method and params, but for what each
 * request has of its own. The order of keys is of no meaning. Stateless.
 */
final class RequestDigest {
    private static final Set<String> OWN = Set.of("_meta", InputRound.RESPONSES, InputRound.STATE);

    private RequestDigest() {}

    /** SHA-256 over it. */
    static byte[] of(ModernRequest request) {
        McpView view = request.exchange().view();
        ArrayNode all = Json.object().arrayNode();
        all.add(request.principal()).add(view.kind().name()).add(view.name()).add(request.method());
        all.add(sorted(without(request.params())));
        MessageDigest sha256 = Sha256.newDigest();
        return sha256.digest(Json.bytes(all));
    }

    /** The params without what belongs to one request only. */
    private static ObjectNode without(ObjectNode params) {
        ObjectNode rest = Json.object();
        rest.setAll(params);
        return rest.remove(OWN);
    }

    private static JsonNode sorted(JsonNode value) {
        if (value.isArray()) {
            ArrayNode items = Json.object().arrayNode();
            value.forEach(item -> items.add(sorted(item)));
            return items;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode members = Json.object();
        TreeSet<String> names = new TreeSet<>();
        value.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> members.set(name, sorted(value.get(name))));
        return members;
    }
}
