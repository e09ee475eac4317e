package io.mehari.heartbeat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;

/** Adds up the heartbeats of all connections. Not for concurrent use. */
final class Overall {
    private int connections;
    private int troubled;
    private long total;
    private long good;
    private double millis;
    private long samples;

    /** Takes one connection; its pulse holds its lock meanwhile. */
    Void add(Beats beats, boolean trouble) {
        connections++;
        troubled += trouble ? 1 : 0;
        total += beats.total();
        good += beats.good();
        millis += beats.averageMillis() * beats.samples();
        samples += beats.samples();
        return null;
    }

    /** Rates in percent, times in milliseconds, both to one place after the point. */
    ObjectNode json() {
        return Json.object()
                .put("total_sessions", connections)
                .put("total_heartbeats", total)
                .put("successful_heartbeats", good)
                .put("failed_heartbeats", total - good)
                .put("overall_success_rate", HeartbeatRecord.tenths(total == 0 ? 100 : 100.0 * good / total))
                .put("average_response_time_ms", HeartbeatRecord.tenths(samples == 0 ? 0 : millis / samples))
                .put("sessions_with_issues", troubled);
    }
}
