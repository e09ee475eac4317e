package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.heartbeat.HeartbeatReport;
import io.mehari.protection.BreakerTrials;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Adds to a list of servers what else is known of each: its breakers, those first that are not closed, with the time of the
 * next trial, its heartbeat, and the last lines of its error output. Safe for concurrent use.
 */
final class UpstreamDetails implements Processor {
    /** Most breakers of a server that are told. */
    private static final int MOST = 100;

    private final CircuitBreakerRegistry breakers;
    private final BreakerTrials trials;
    private final HeartbeatReport heartbeats;
    private final Upstreams upstreams;

    UpstreamDetails(
            CircuitBreakerRegistry breakers, BreakerTrials trials, HeartbeatReport heartbeats, Upstreams upstreams) {
        this.breakers = breakers;
        this.trials = trials;
        this.upstreams = upstreams;
        this.heartbeats = heartbeats;
    }

    @Override
    public void process(Exchange exchange) {
        ObjectNode data = exchange.getMessage().getBody(ObjectNode.class);
        Map<String, List<CircuitBreaker>> ofServers = breakers();
        Map<String, JsonNode> beats = new HashMap<>();
        heartbeats
                .json(0, 0)
                .path("servers")
                .forEach(beat -> beats.putIfAbsent(beat.path("proxy_name").asText(), beat));
        for (JsonNode each : data.path("servers")) {
            if (each instanceof ObjectNode server) {
                String name = server.path("name").asText();
                ArrayNode told = server.putArray("breakers");
                ofServers.getOrDefault(name, List.of()).stream()
                        .sorted(Comparator.comparing(breaker -> breaker.getState() == CircuitBreaker.State.CLOSED))
                        .limit(MOST)
                        .forEach(breaker -> told.add(withTrial(breaker, tree(breaker, name))));
                upstreams.find(name).ifPresent(upstream -> stderr(server, upstream));
                if (beats.containsKey(name)) {
                    server.set("heartbeat", beats.get(name));
                }
            }
        }
    }

    private Map<String, List<CircuitBreaker>> breakers() {
        Map<String, List<CircuitBreaker>> ofServers = new HashMap<>();
        for (CircuitBreaker breaker : breakers.getAllCircuitBreakers()) {
            String server = breaker.getName().split("/", 2)[0];
            ofServers.computeIfAbsent(server, first -> new ArrayList<>()).add(breaker);
        }
        return ofServers;
    }

    private ObjectNode withTrial(CircuitBreaker breaker, ObjectNode tree) {
        trials.next(breaker).ifPresent(at -> tree.put("next_trial_at", at.toString()));
        return tree;
    }

    /** Only of processes: others have no such output. */
    private static void stderr(ObjectNode server, Upstream upstream) {
        if (server.path("transport").asText().equals("stdio")) {
            ArrayNode lines = server.putArray("stderr");
            upstream.lastLines().forEach(lines::add);
        }
    }

    static ObjectNode tree(CircuitBreaker breaker, String server) {
        CircuitBreaker.Metrics metrics = breaker.getMetrics();
        ObjectNode tree = Json.object()
                .put(
                        "tool",
                        breaker.getName().substring(Math.min(breaker.getName().length(), server.length() + 1)))
                .put("state", breaker.getState().name().toLowerCase(Locale.ROOT))
                .put("calls", metrics.getNumberOfBufferedCalls())
                .put("failed_calls", metrics.getNumberOfFailedCalls())
                .put("refused_calls", metrics.getNumberOfNotPermittedCalls());
        if (metrics.getFailureRate() >= 0) {
            tree.put("failure_rate", metrics.getFailureRate());
        }
        return tree;
    }
}
