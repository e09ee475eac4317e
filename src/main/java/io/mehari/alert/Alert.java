package io.mehari.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.event.AlertSeverity;
import io.mehari.protocol.Json;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One alert, from its raising on. Immutable.
 *
 * @param key what it is about
 * @param severity highest severity that it has had
 * @param text what is wrong, as told last
 * @param remedy what to do about it; may be empty
 * @param raisedAt when it was raised first
 * @param updatedAt when it was raised last
 * @param times how often it has been raised since it is active, from 1
 * @param clearedAt when it was over; empty while it is active
 */
public record Alert(
        String key,
        AlertSeverity severity,
        String text,
        String remedy,
        Instant raisedAt,
        Instant updatedAt,
        long times,
        Optional<Instant> clearedAt) {

    /** Raised once more. */
    Alert again(AlertSeverity severity, String text, String remedy, Instant at) {
        AlertSeverity highest = severity.compareTo(this.severity) > 0 ? severity : this.severity;
        return new Alert(key, highest, text, remedy, raisedAt, at, times + 1, Optional.empty());
    }

    /** Over. */
    Alert cleared(Instant at) {
        return new Alert(key, severity, text, remedy, raisedAt, updatedAt, times, Optional.of(at));
    }

    /**
     * For callers.
     *
     * @return a new object
     */
    public ObjectNode json() {
        ObjectNode json = Json.object()
                .put("key", key)
                .put("severity", severity.name().toLowerCase(Locale.ROOT))
                .put("text", text)
                .put("remedy", remedy)
                .put("raised_at", raisedAt.toString())
                .put("updated_at", updatedAt.toString())
                .put("times", times);
        clearedAt.ifPresent(at -> json.put("cleared_at", at.toString()));
        return json;
    }
}
