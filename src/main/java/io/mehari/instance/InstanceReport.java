package io.mehari.instance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.protocol.Json;

/** What is known of all gateways, for those who ask. Stateless. */
public final class InstanceReport {
    private InstanceReport() {}

    /**
     * The global view.
     *
     * @param status what this gateway knows
     * @return a new object
     */
    public static ObjectNode json(InstanceStatus status) {
        ObjectNode data =
                Json.object().put("enabled", true).put("self", status.self().id());
        status.problem().ifPresent(problem -> data.put("problem", "Redis: " + problem));
        ArrayNode instances = data.putArray("instances");
        status.all().forEach(each -> instances.add(json(each, status.self())));
        ArrayNode locks = data.putArray("locks");
        for (InstanceStatus.Lock lock : status.locks()) {
            ObjectNode one = locks.addObject().put("name", lock.name()).put("held", lock.held());
            lock.holder().ifPresent(holder -> one.put("holder", holder));
        }
        InstanceStatus.Events events = status.events();
        data.putObject("events")
                .put("sent", events.sent())
                .put("waiting", events.waiting())
                .put("dropped", events.dropped())
                .put("heard", events.heard())
                .put("missed", events.missed())
                .put("unreadable", events.unreadable());
        return data;
    }

    private static ObjectNode json(Instance instance, Instance self) {
        return Json.object()
                .put("id", instance.id())
                .put("self", instance.epoch().equals(self.epoch()))
                .put("epoch", instance.epoch())
                .put("address", instance.address())
                .put("version", instance.version())
                .put("routes", instance.routes())
                .put("started_at", instance.startedAt().toString())
                .put("silence_ms", instance.silence().toMillis())
                .put("clock_ahead_ms", instance.clockAhead().toMillis());
    }

    /** Tells the numbers. */
    static void metrics(InstanceStatus status, MetricSamples samples) {
        samples.add(GatewayMetric.INSTANCES, status.all().size());
        samples.add(
                GatewayMetric.INSTANCE_ROUTES,
                status.all().stream().map(Instance::routes).distinct().count());
        for (InstanceStatus.Lock lock : status.locks()) {
            samples.add(GatewayMetric.INSTANCE_LOCK, lock.held() ? 1 : 0, lock.name());
            samples.add(GatewayMetric.INSTANCE_STALE, lock.stale(), lock.name());
        }
        InstanceStatus.Events events = status.events();
        samples.add(GatewayMetric.INSTANCE_EVENTS, events.sent(), "sent");
        samples.add(GatewayMetric.INSTANCE_EVENTS, events.dropped(), "dropped");
        samples.add(GatewayMetric.INSTANCE_EVENTS, events.heard(), "heard");
        samples.add(GatewayMetric.INSTANCE_EVENTS, events.missed(), "missed");
        samples.add(GatewayMetric.INSTANCE_EVENTS, events.unreadable(), "unreadable");
    }
}
