package io.mehari.instance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.notification.Topic;
import io.mehari.protocol.Json;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An event on its way between gateways: JSON in Redis. What is not one is not taken for one. Immutable.
 *
 * @param from epoch of the gateway where it happened
 * @param number counts the events of that epoch from 1, without gaps
 * @param instance id of that gateway
 * @param topic what it belongs to
 * @param type what has happened
 * @param payload its figures
 */
record SharedEvent(String from, long number, String instance, Topic topic, String type, ObjectNode payload) {
    private static final Pattern EPOCH = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,200}");
    private static final Pattern TYPE = Pattern.compile("[a-z_]{1,100}");

    /** As it stands in Redis. */
    String text() {
        ObjectNode json = Json.object()
                .put("from", from)
                .put("number", number)
                .put("instance", instance)
                .put("topic", topic.code())
                .put("type", type);
        json.set("payload", payload);
        return Json.text(json);
    }

    /**
     * Reads one.
     *
     * @return empty if the text is not one
     */
    static Optional<SharedEvent> read(String text) {
        try {
            JsonNode json = Json.read(text);
            String from = json.path("from").asText();
            String instance = json.path("instance").asText();
            String type = json.path("type").asText();
            long number = json.path("number").asLong();
            boolean whole = EPOCH.matcher(from).matches()
                    && ID.matcher(instance).matches()
                    && TYPE.matcher(type).matches()
                    && number > 0;
            return whole && json.path("payload") instanceof ObjectNode payload
                    ? Topic.of(json.path("topic").asText())
                            .map(topic -> new SharedEvent(from, number, instance, topic, type, payload))
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
