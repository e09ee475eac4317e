package io.mehari.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;

/** One step that a recorded call has come to. Guarded by its film. */
final class RecordedStep {
    private static final double NANOS_PER_MILLI = 1_000_000;

    private final Place place;
    private final int number;
    private final long atNanos;
    private final ShownBody body;
    private final boolean changed;
    private long tookNanos = -1;
    private String error;

    /**
     * Where a step is.
     *
     * @param route id of its route
     * @param step its id
     * @param label its type, such as {@code choice}
     * @param description what it says about itself; null if it says nothing
     */
    record Place(String route, String step, String label, String description) {}

    /**
     * A step that has begun.
     *
     * @param number counts the steps of a call from 1, in the order in which they began
     * @param atNanos since the call was received
     * @param body as the step found it
     * @param changed whether the step before had found another one
     */
    RecordedStep(Place place, int number, long atNanos, ShownBody body, boolean changed) {
        this.place = place;
        this.number = number;
        this.atNanos = atNanos;
        this.body = body;
        this.changed = changed;
    }

    void ended(long nanos, String failure) {
        tookNanos = nanos - atNanos;
        error = failure;
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("seq", number)
                .put("route", place.route())
                .put("step", place.step())
                .put("label", place.label())
                .put("description", place.description())
                .put("at_ms", millis(atNanos));
        if (tookNanos < 0) {
            json.putNull("duration_ms");
        } else {
            json.put("duration_ms", millis(tookNanos));
        }
        json.put("body", body.text()).put("cut", body.cut()).put("changed", changed);
        return error == null ? json : json.put("error", error);
    }

    static double millis(long nanos) {
        return Math.round(nanos / NANOS_PER_MILLI * 1_000) / 1_000.0;
    }
}
