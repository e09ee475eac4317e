package io.mehari.endpoint.command;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.cache.CaffeineResultCache;
import io.mehari.catalog.ToolCatalog;
import io.mehari.component.gatewayapi.GatewayOperations;
import io.mehari.component.generation.PipelineEntry;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.component.websocket.CommandRegistry;
import io.mehari.control.RouteControl;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.heartbeat.HeartbeatReport;
import io.mehari.monitoring.diagnostics.Diagnostics;
import io.mehari.monitoring.metric.CallMeters;
import io.mehari.monitoring.metric.MetricSettings;
import io.mehari.notification.Notifier;
import io.mehari.notification.Snapshots;
import io.mehari.notification.Topic;
import io.mehari.protection.BreakerTrials;
import io.mehari.recovery.RecoveryStatistics;
import io.mehari.routes.Generations;
import io.mehari.routes.RouteFiles;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the routes of commands name, and what they are made of. */
@Configuration(proxyBeanMethods = false)
class CommandConfiguration {
    private static final String PIPELINE = "generation:tool-call";
    private static final int MOST_HEARTBEATS = 100;

    @Bean
    CommandRegistry commandRegistry() {
        return new CommandRegistry();
    }

    /** Handlers are asked for what they have when the first route is made that names an operation. */
    @Bean
    GatewayOperations gatewayOperations(ObjectProvider<RestRoute.Provider> handlers) {
        return new RestOperations(() -> handlers.orderedStream().toList());
    }

    @Bean
    GatewayStats gatewayStats(
            CallMeters calls,
            MetricSettings settings,
            RunningGeneration running,
            CaffeineResultCache cache,
            RecoveryStatistics recovery,
            Diagnostics diagnostics,
            Upstreams upstreams,
            ServerHealths healths,
            Notifier notifier,
            ObjectProvider<DroppedMessages> sockets) {
        LongSupplier dropped = () -> notifier.dropped()
                + sockets.stream().mapToLong(DroppedMessages::count).sum();
        return new GatewayStats(
                new GatewayStats.Sources(
                        calls,
                        settings.window(),
                        running,
                        cache::statistics,
                        recovery,
                        diagnostics,
                        upstreams,
                        healths,
                        dropped),
                System::nanoTime);
    }

    @Bean
    Snapshots.Kind statsUpdate(GatewayStats stats) {
        return new Snapshots.Kind(Topic.STATS, "stats_update", Duration.ofSeconds(1), List.of("uptime_seconds"), stats);
    }

    @Bean
    Snapshots.Kind heartbeatUpdate(HeartbeatReport heartbeats) {
        return new Snapshots.Kind(
                Topic.HEARTBEAT,
                "heartbeat_update",
                Duration.ofSeconds(5),
                List.of("timestamp", "system_load"),
                () -> heartbeats.json(MOST_HEARTBEATS, 0));
    }

    @Bean
    AsyncProcessor toolCallCommand(CamelContext context) {
        return new ToolCallCommand(new PipelineEntry(context, PIPELINE));
    }

    @Bean
    Processor toolSearch(ToolCatalog catalog) {
        return new ToolSearch(catalog);
    }

    @Bean
    Processor upstreamDetails(
            CircuitBreakerRegistry breakers, BreakerTrials trials, HeartbeatReport heartbeats, Upstreams upstreams) {
        return new UpstreamDetails(breakers, trials, heartbeats, upstreams);
    }

    @Bean
    Processor breakerSwitch(CircuitBreakerRegistry breakers) {
        return new BreakerSwitch(breakers);
    }

    @Bean
    Processor routeList(
            RunningGeneration running,
            ObjectProvider<CamelContext> fixed,
            Generations generations,
            ObjectProvider<RouteControl> control) {
        return new RouteList(running, fixed::getObject, generations, control::getObject);
    }

    @Bean
    Processor routeCounts(RunningGeneration running, ObjectProvider<RouteControl> control) {
        return new RouteCounts(running, control::getObject);
    }

    @Bean
    Processor routeSource(RouteFiles files) {
        return new RouteSource(files);
    }
}
