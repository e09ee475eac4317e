package io.mehari.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.time.Instant;

/**
 * One message for listeners. Immutable.
 *
 * @param sequence its number, over all topics; later ones are higher, also after a restart of the gateway
 * @param topic what it belongs to
 * @param type what has happened, such as {@code breaker_changed}
 * @param at when
 * @param text the whole message as JSON, as every listener gets it
 */
public record Notification(long sequence, Topic topic, String type, Instant at, String text) {
    /**
     * A message with its text.
     *
     * @param sequence its number
     * @param topic what it belongs to
     * @param type what has happened
     * @param at when
     * @param payload the figures of it
     * @return never null
     */
    static Notification of(long sequence, Topic topic, String type, Instant at, JsonNode payload) {
        ObjectNode message = Json.object().put("type", type).put("topic", topic.code());
        message.set("payload", payload);
        message.put("sequence", sequence).put("timestamp", at.toString());
        return new Notification(sequence, topic, type, at, Json.text(message));
    }

    /** As it stands in the log. */
    @Override
    public String toString() {
        return text;
    }
}
