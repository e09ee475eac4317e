package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpProtocolVersion;
import java.util.Optional;

/**
 * What a server said about itself in its answer to {@code initialize}, within bounds: it is shown to many.
 *
 * @param protocolVersion the version agreed upon
 * @param capabilities what it offers and takes, as it declared them; an empty object if it did not
 * @param serverInfo its own {@code serverInfo}, if it gave any
 * @param instructions its instructions to models, if it gave any
 */
public record ServerIdentity(
        McpProtocolVersion protocolVersion,
        ObjectNode capabilities,
        Optional<ObjectNode> serverInfo,
        Optional<String> instructions) {
    /** Bytes of {@code serverInfo} and of {@code capabilities} that are kept as they came, characters of instructions. */
    private static final int MAX_KEPT = 64 * 1024;

    private static final int MAX_TEXT = 1_000;
    private static final int MAX_MEMBERS = 32;

    /**
     * {@return what a server says of itself}
     *
     * @param result of {@code initialize}, as the server gave it
     * @throws RequestFailedException if the server speaks no version that the gateway does
     */
    public static ServerIdentity of(ObjectNode result) throws RequestFailedException {
        String offered = result.path("protocolVersion").asText();
        McpProtocolVersion version = McpProtocolVersion.stateful(offered)
                .orElseThrow(() -> new RequestFailedException("answered initialize with protocol version \""
                        + offered.substring(0, Math.min(offered.length(), 40)) + "\"; the gateway speaks "
                        + McpProtocolVersion.STATEFUL + ", use a release of the server that does"));
        return new ServerIdentity(
                version,
                result.path("capabilities") instanceof ObjectNode declared ? bounded(declared) : Json.object(),
                result.get("serverInfo") instanceof ObjectNode info ? Optional.of(bounded(info)) : Optional.empty(),
                Optional.ofNullable(result.path("instructions").textValue()).map(text -> cut(text, MAX_KEPT)));
    }

    /** As it is, or what matters of it where it is too large: texts that are cut, and that members are there. */
    private static ObjectNode bounded(ObjectNode object) {
        if (JsonSize.of(object, MAX_KEPT) <= MAX_KEPT) {
            return object;
        }
        ObjectNode small = Json.object();
        object.properties().stream().limit(MAX_MEMBERS).forEach(member -> {
            String name = cut(member.getKey(), MAX_TEXT);
            JsonNode value = member.getValue();
            if (value.isTextual()) {
                small.put(name, cut(value.textValue(), MAX_TEXT));
            } else if (JsonSize.of(value, MAX_TEXT) <= MAX_TEXT) {
                small.set(name, value);
            } else if (value.isObject()) {
                small.putObject(name);
            }
        });
        return small;
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "... (" + text.length() + " characters)" : text;
    }
}
