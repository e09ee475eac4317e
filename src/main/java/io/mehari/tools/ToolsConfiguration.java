package io.mehari.tools;

import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolRoutes;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.HealthCheck;
import io.mehari.monitoring.StepWatch;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.protection.CallbackOnce;
import io.mehari.result.LargeResults;
import io.mehari.upstream.RouteOffers;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import io.netty.util.Timer;
import java.time.Clock;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The runner of tool routes, and what the tools that ship with the gateway name in their routes. */
@Configuration(proxyBeanMethods = false)
class ToolsConfiguration {
    @Bean
    AsyncProcessor camelTools(ToolThreads toolThreads, Timer timer) {
        return new CallbackOnce(new CamelTools(toolThreads, timer));
    }

    /** Generations look it up by its name; the fixed context finds it by its type. */
    @Bean
    InterceptStrategy toolSteps(StepWatch watch) {
        return new ToolSteps(watch);
    }

    /** Resources and prompts that are routes. */
    @Bean
    RouteOffers routeOffers(RunningGeneration running, ToolRoutes settings, ToolThreads toolThreads, Timer timer) {
        return new CamelOffers(running, settings, new OfferRuns(toolThreads, timer));
    }

    @Bean
    HealthCheck toolThreadsHealth(ToolThreads toolThreads) {
        return new ToolThreadsHealth(toolThreads);
    }

    @Bean
    GaugeSource toolRuns(ToolThreads toolThreads) {
        return samples -> {
            samples.add(GatewayMetric.TOOL_RUNS, toolThreads.running(), "running");
            samples.add(GatewayMetric.TOOL_RUNS, toolThreads.waiting(), "waiting");
            samples.add(
                    GatewayMetric.TOOL_RUNS,
                    toolThreads.hanging().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum(),
                    "hanging");
        };
    }

    @Bean
    Processor currentTime(Clock clock) {
        return new CurrentTime(clock);
    }

    @Bean
    Processor readResult(LargeResults results) {
        return new ReadResult(results);
    }

    @Bean
    Processor gatewayStatus(Health health, ToolCatalog catalog, Upstreams upstreams, ServerHealths healths) {
        return new GatewayStatus(health, catalog, upstreams, healths);
    }
}
