package io.mehari.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a client has asked for that lasts as long as its session: subscriptions and the level of logging. Safe for concurrent use. */
final class Standing {
    private static final int MOST = 1000;
    private static final String LEVEL = "logging/setLevel";
    private static final String SUBSCRIBE = "resources/subscribe";
    private static final String UNSUBSCRIBE = "resources/unsubscribe";

    private final Map<String, ClientMessage> messages = new LinkedHashMap<>();

    synchronized void take(ClientMessage message) {
        String uri = message.params().path("uri").asText();
        switch (message.method()) {
            case LEVEL -> messages.put(LEVEL, message);
            case SUBSCRIBE -> {
                if (messages.size() < MOST) {
                    messages.put(SUBSCRIBE + " " + uri, message);
                }
            }
            case UNSUBSCRIBE -> messages.remove(SUBSCRIBE + " " + uri);
            default -> {
                // holds for itself alone
            }
        }
    }

    /** All of them as requests with ids that begin so. */
    synchronized List<ObjectNode> messages(String ids) {
        List<ObjectNode> again = new ArrayList<>();
        for (ClientMessage message : messages.values()) {
            ObjectNode request = Json.object().put("jsonrpc", "2.0").put("id", ids + "-" + again.size());
            request.put("method", message.method()).set("params", message.params());
            again.add(request);
        }
        return again;
    }
}
