package io.mehari.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One message for listeners. Immutable.
 *
 * @param sequence its number, over all topics; later ones are higher, also after a restart of the gateway
 * @param topic what it belongs to
 * @param type what has happened, such as {@code breaker_changed}
 * @param at when
 * @param foreign whether another gateway tells it, which has its own log and webhook
 * @param text the whole message as JSON, as every listener gets it
 */
public record Notification(long sequence, Topic topic, String type, Instant at, boolean foreign, String text) {
    /**
     * A message with its text.
     *
     * @param sequence its number
     * @param topic what it belongs to
     * @param type what has happened
     * @param at when
     * @param payload the figures of it
     * @param source which gateway tells it
     * @return never null
     */
    static Notification of(long sequence, Topic topic, String type, Instant at, JsonNode payload, Source source) {
        ObjectNode message = Json.object().put("type", type).put("topic", topic.code());
        message.set("payload", payload);
        source.instance().ifPresent(name -> message.put("instance", name));
        message.put("sequence", sequence).put("timestamp", at.toString());
        return new Notification(sequence, topic, type, at, source.foreign(), Json.text(message));
    }

    /**
     * Which gateway tells a message.
     *
     * @param instance its name; empty where there is one only
     * @param foreign whether it is another one than this
     */
    record Source(Optional<String> instance, boolean foreign) {
        /** This gateway, and it knows of no other. */
        static final Source ALONE = new Source(Optional.empty(), false);
    }

    /**
     * What this gateway tells by itself.
     *
     * @param batch some messages
     * @return those that no other gateway tells
     */
    public static List<Notification> own(List<Notification> batch) {
        return batch.stream().filter(each -> !each.foreign()).toList();
    }

    /** As it stands in the log. */
    @Override
    public String toString() {
        return text;
    }
}
