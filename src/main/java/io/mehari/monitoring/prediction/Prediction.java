package io.mehari.monitoring.prediction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.time.Duration;

/**
 * A server will have trouble, if it goes on like this.
 *
 * @param server its name
 * @param what {@code error-rate} or {@code response-time}
 * @param value in percent, or in seconds, in the newest sample with calls
 * @param threshold in the same unit
 * @param within after what time the threshold will be crossed
 */
public record Prediction(String server, String what, double value, double threshold, Duration within) {
    /**
     * Key of its alert: a kind of its own.
     *
     * @return {@code predicted-error-rate:server} or {@code predicted-response-time:server}
     */
    public String key() {
        return "predicted-" + what + ":" + server;
    }

    /**
     * For callers.
     *
     * @return a new object
     */
    public ObjectNode json() {
        return Json.object()
                .put("server", server)
                .put("what", what)
                .put("value", Math.round(value * 1000) / 1000.0)
                .put("threshold", threshold)
                .put("within_seconds", within.toSeconds());
    }
}
