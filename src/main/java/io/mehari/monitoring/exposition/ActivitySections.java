package io.mehari.monitoring.exposition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.protocol.Json;
import java.util.List;

/** The sections of {@code GET /metrics} on what the gateway is doing: {@code concurrency}, {@code cache}, {@code connection}. */
final class ActivitySections {
    private ActivitySections() {}

    static ObjectNode concurrency(MetricSamples samples) {
        ObjectNode section = Json.object();
        section.put("calls_in_flight", count(samples, GatewayMetric.CALLS_IN_FLIGHT));
        section.put("calls_at_servers", count(samples, GatewayMetric.SERVER_CALLS));
        section.put("waiting_calls", count(samples, GatewayMetric.BULKHEAD_WAITING));
        section.put("memory_held_bytes", count(samples, GatewayMetric.MEMORY_HELD));
        ObjectNode bulkheads = section.putObject("bulkheads");
        samples.values(GatewayMetric.BULKHEAD_LIMIT).forEach((labels, limit) -> {
            ObjectNode bulkhead = bulkheads.putObject(labels.get(0));
            bulkhead.put("calls", value(samples, GatewayMetric.BULKHEAD_CALLS, labels.get(0)));
            bulkhead.put("waiting", value(samples, GatewayMetric.BULKHEAD_WAITING, labels.get(0)));
            bulkhead.put("limit", limit.longValue());
        });
        return section;
    }

    static ObjectNode cache(MetricSamples samples) {
        return Json.object()
                .put("hits", count(samples, GatewayMetric.CACHE_HITS))
                .put("misses", count(samples, GatewayMetric.CACHE_MISSES))
                .put("hit_rate", hitRate(samples))
                .put("entries", count(samples, GatewayMetric.CACHE_ENTRIES));
    }

    static double hitRate(MetricSamples samples) {
        double hits = samples.sum(GatewayMetric.CACHE_HITS);
        double lookups = hits + samples.sum(GatewayMetric.CACHE_MISSES);
        return lookups == 0 ? 0 : hits / lookups;
    }

    static ObjectNode connection(MetricSamples samples) {
        ObjectNode section = Json.object();
        section.put("servers_total", samples.values(GatewayMetric.SERVER_UP).size());
        section.put("servers_ready", count(samples, GatewayMetric.SERVER_UP));
        section.put("reconnects", count(samples, GatewayMetric.SERVER_RESTARTS));
        section.put("clients", count(samples, GatewayMetric.HTTP_CONNECTIONS));
        section.put("mcp_sessions", count(samples, GatewayMetric.MCP_SESSIONS));
        section.put("mcp_streams", count(samples, GatewayMetric.MCP_STREAMS));
        ObjectNode servers = section.putObject("servers");
        samples.values(GatewayMetric.SERVER_UP).forEach((labels, up) -> {
            String name = labels.get(0);
            ObjectNode server = servers.putObject(name).put("ready", up > 0);
            server.put("tools", value(samples, GatewayMetric.SERVER_TOOLS, name));
            server.put("calls_in_flight", value(samples, GatewayMetric.SERVER_CALLS, name));
            server.put("reconnects", value(samples, GatewayMetric.SERVER_RESTARTS, name));
        });
        return section;
    }

    private static long count(MetricSamples samples, GatewayMetric metric) {
        return (long) samples.sum(metric);
    }

    private static long value(MetricSamples samples, GatewayMetric metric, String label) {
        return samples.values(metric).getOrDefault(List.of(label), 0.0).longValue();
    }
}
