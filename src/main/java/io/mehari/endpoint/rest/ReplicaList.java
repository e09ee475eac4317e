package io.mehari.endpoint.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.upstream.ReplicaStatus;
import io.mehari.upstream.UpstreamStatus;
import java.util.List;
import java.util.Locale;

/** The replicas of one server, as the list of servers shows them. */
final class ReplicaList {
    private static final double TENTHS = 10;

    private ReplicaList() {}

    static ArrayNode of(List<ReplicaStatus> replicas) {
        ArrayNode list = Json.object().putArray("replicas");
        replicas.forEach(replica -> list.add(one(replica)));
        return list;
    }

    private static ObjectNode one(ReplicaStatus replica) {
        UpstreamStatus status = replica.upstream().status();
        ObjectNode one = Json.object()
                .put("index", replica.index())
                .put("name", replica.upstream().name())
                .put("state", status.state().name().toLowerCase(Locale.ROOT))
                .put("health", replica.health().name().toLowerCase(Locale.ROOT))
                .put("resting", replica.resting())
                .put("since", status.since().toString())
                .put("tools", status.tools())
                .put("in_flight", replica.inFlight())
                .put("calls", replica.calls())
                .put("failures", replica.failures())
                .put("restarts", status.restarts());
        replica.latencyMillis().ifPresent(millis -> one.put("latency_ms", Math.round(millis * TENTHS) / TENTHS));
        status.nextAttempt().ifPresent(due -> one.put("next_attempt_at", due.toString()));
        replica.difference().ifPresent(difference -> one.put("difference", difference));
        status.lastError().ifPresent(error -> one.put("last_error", error));
        return one;
    }
}
