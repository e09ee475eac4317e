package io.mehari.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.JsonRpcMessage.Kind;
import io.mehari.protocol.McpMethod;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a client has written on one line.
 *
 * @param bytes the line as it came, which is what is sent on
 * @param tree one message, or an array of several (2025-03-26)
 */
@SuppressWarnings("java:S6218") // never compared
record ClientMessage(byte[] bytes, JsonNode tree) {
    private static final String VERSION = "io.modelcontextprotocol/protocolVersion";

    /** A request that stays open as long as the subscription lasts. */
    static final String LISTEN = "subscriptions/listen";

    /** Whether it is one message or several, and each is one of JSON-RPC. */
    boolean isValid() {
        List<JsonRpcMessage> all = all();
        return !all.isEmpty()
                && all.size() == (tree.isArray() ? tree.size() : 1)
                && all.stream().allMatch(message -> message.kind() != Kind.INVALID);
    }

    private List<JsonRpcMessage> all() {
        return (tree.isArray() ? tree.valueStream() : Stream.of(tree))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .map(JsonRpcMessage::of)
                .toList();
    }

    /** Ids of the requests in it. */
    Set<JsonNode> requests() {
        Set<JsonNode> ids = new LinkedHashSet<>();
        all().stream().filter(message -> message.kind() == Kind.REQUEST).forEach(message -> ids.add(message.id()));
        return ids;
    }

    /** The method; empty for a response, and for several messages. */
    String method() {
        return tree.path("method").asText();
    }

    JsonNode params() {
        return tree.path("params");
    }

    boolean isInitialize() {
        return McpMethod.INITIALIZE.equals(method()) && modernVersion().isEmpty();
    }

    boolean isListen() {
        return LISTEN.equals(method());
    }

    /** The request that the client wants no more; empty if this says something else. */
    Optional<JsonNode> cancelled() {
        boolean cancelled = McpMethod.CANCELLED.equals(method()) && !tree.has("id");
        return cancelled ? Optional.of(params().path("requestId")) : Optional.empty();
    }

    /** The version that a message of the modern era names in itself; empty for the legacy era. */
    Optional<String> modernVersion() {
        JsonNode version = params().path("_meta").path(VERSION);
        return version.isMissingNode() ? Optional.empty() : Optional.of(version.asText());
    }
}
