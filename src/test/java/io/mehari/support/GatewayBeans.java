package io.mehari.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Caller;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolRoutes;
import io.mehari.component.gatewayapi.GatewayOperations;
import io.mehari.component.websocket.CommandRegistry;
import io.mehari.component.websocket.SocketHub;
import io.mehari.monitoring.diagnostics.OutputChecks;
import io.mehari.routes.RoutesSettings;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.Environment;

/**
 * The beans that route files name, as the gateway makes them, without endpoint, servers and configuration files. Needs
 * the property {@code mehari.dead-letters.directory}.
 */
@ComponentScan(
        basePackages = {
            "io.mehari.pipeline",
            "io.mehari.protection",
            "io.mehari.tools",
            "io.mehari.cache",
            "io.mehari.ratelimit",
            "io.mehari.result",
            "io.mehari.failure",
            "io.mehari.deadletter",
            "io.mehari.recovery",
            "io.mehari.alert",
            "io.mehari.notification",
            "io.mehari.monitoring"
        },
        excludeFilters =
                @Filter(
                        type = FilterType.REGEX,
                        pattern = "io\\.mehari\\.monitoring\\.(alert|diagnostics|exposition|prediction)\\..*"))
public class GatewayBeans {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean(destroyMethod = "stop")
    Timer timer() {
        return new HashedWheelTimer(new DefaultThreadFactory("mehari-test-timer", true), 1, TimeUnit.MILLISECONDS, 64);
    }

    @Bean
    OutputChecks outputChecks() {
        return new OutputChecks();
    }

    @Bean
    ServerHealths serverHealths() {
        return ServerHealths.NONE;
    }

    @Bean
    Upstreams upstreams() {
        return new Upstreams();
    }

    @Bean
    ToolRoutes toolRoutes(Environment environment) {
        return new ToolRoutes(Binder.get(environment)
                .bindOrCreate("mehari.routes", RoutesSettings.class)
                .tools());
    }

    @Bean
    ToolCatalog toolCatalog() {
        return new ToolCatalog();
    }

    @Bean
    SocketHub socketHub() {
        return new SocketHub();
    }

    @Bean
    CommandRegistry commandRegistry() {
        return new CommandRegistry();
    }

    /** There is no endpoint whose paths could be asked. */
    @Bean
    GatewayOperations gatewayOperations() {
        return new GatewayOperations() {
            @Override
            public boolean has(String operation) {
                return true;
            }

            @Override
            public CompletableFuture<JsonNode> run(String operation, ObjectNode params, Caller caller) {
                return CompletableFuture.failedFuture(new IllegalStateException("Nothing answers " + operation));
            }
        };
    }

    @Bean
    Processor gatewayStats() {
        return ofEndpoint();
    }

    @Bean
    Processor upstreamDetails() {
        return ofEndpoint();
    }

    @Bean
    Processor toolSearch() {
        return ofEndpoint();
    }

    @Bean
    Processor toolCallCommand() {
        return ofEndpoint();
    }

    @Bean
    Processor breakerSwitch() {
        return ofEndpoint();
    }

    @Bean
    Processor routeList() {
        return ofEndpoint();
    }

    @Bean
    Processor routeCounts() {
        return ofEndpoint();
    }

    @Bean
    Processor routeSource() {
        return ofEndpoint();
    }

    private static Processor ofEndpoint() {
        return exchange -> {
            throw new IllegalStateException("There is no endpoint");
        };
    }
}
