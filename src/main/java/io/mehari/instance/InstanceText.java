package io.mehari.instance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A gateway as a value in Redis: JSON. What is not one is not taken for one. Stateless. */
final class InstanceText {
    private static final int LONGEST = 300;

    private InstanceText() {}

    /**
     * The value of this gateway.
     *
     * @param now its clock
     */
    static String of(Instance instance, Instant now) {
        return Json.text(Json.object()
                .put("id", instance.id())
                .put("address", instance.address())
                .put("version", instance.version())
                .put("routes", instance.routes())
                .put("started", instance.startedAt().toString())
                .put("clock", now.toEpochMilli()));
    }

    /**
     * Reads a value.
     *
     * @param epoch whose
     * @param text the value
     * @param seen when Redis got it, in milliseconds of its clock
     * @param now time of Redis
     * @return empty if it is not one
     */
    static Optional<Instance> read(String epoch, String text, long seen, long now) {
        try {
            JsonNode json = Json.read(text);
            String id = word(json, "id");
            if (id.isEmpty() || !json.path("clock").isIntegralNumber()) {
                return Optional.empty();
            }
            return Optional.of(new Instance(
                    id,
                    epoch,
                    word(json, "address"),
                    word(json, "version"),
                    word(json, "routes"),
                    Instant.parse(word(json, "started")),
                    Duration.ofMillis(Math.max(0, now - seen)),
                    Duration.ofMillis(json.path("clock").longValue() - seen)));
        } catch (JsonProcessingException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A text that is shown to people; cut if it is longer than any gateway writes. */
    private static String word(JsonNode json, String name) {
        String text = json.path(name).asText();
        return text.substring(0, Math.min(LONGEST, text.length()));
    }
}
