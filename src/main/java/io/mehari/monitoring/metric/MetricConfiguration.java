package io.mehari.monitoring.metric;

import io.mehari.catalog.ToolCatalog;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is counted while calls pass. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MetricSettings.class, MonitorSettings.class})
class MetricConfiguration {
    @Bean
    FailureMeters failureMeters(ToolCatalog catalog, MonitorSettings monitor) {
        return new FailureMeters(catalog::hasServer, monitor.enabled());
    }

    @Bean
    ValueWindows valueWindows(MetricSettings settings) {
        return new ValueWindows(settings.window(), System::nanoTime);
    }

    /** Null, and so asked by nobody, unless stages are to be measured. */
    @Bean
    StageMeters stageMeters(MetricSettings settings, MonitorSettings monitor) {
        return settings.stages() && monitor.enabled() ? new StageMeters(System::nanoTime) : null;
    }

    /** Null, and so asked by nobody, where routes are not to be counted. */
    @Bean
    RouteMeters routeMeters(MetricSettings settings, Clock clock) {
        return settings.routes() ? new RouteMeters(clock, System::nanoTime) : null;
    }

    @Bean
    CallMeters callMeters(ToolCatalog catalog, MetricSettings settings, MonitorSettings monitor) {
        return new CallMeters(
                catalog::hasServer,
                (server, tool) -> catalog.find(server, tool).isPresent(),
                settings,
                monitor.enabled(),
                System::nanoTime);
    }
}
