package io.mehari.support;

import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolRoutes;
import io.mehari.monitoring.diagnostics.OutputChecks;
import io.mehari.routes.RoutesSettings;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
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
            "io.mehari.failure",
            "io.mehari.deadletter",
            "io.mehari.recovery",
            "io.mehari.alert",
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
}
