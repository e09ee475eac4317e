package io.mehari.tracing;

import io.mehari.call.CallTraces;
import io.mehari.redaction.Redaction;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Makes traces where they are on. No type of OpenTelemetry stands here, so that none is loaded where they are off. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingSettings.class)
class TracingConfiguration {
    private static final String ENABLED = "mehari.tracing.enabled";

    @Bean
    @ConditionalOnProperty(name = ENABLED, havingValue = "true")
    SpanCounts spanCounts() {
        return new SpanCounts();
    }

    /** Null with {@code OTEL_SDK_DISABLED=true}, as OpenTelemetry has it. Secrets are read from the environment alone, never from a file that others may read. */
    @Bean
    @ConditionalOnProperty(name = ENABLED, havingValue = "true")
    CallTraces callTraces(
            TracingSettings settings, SpanCounts counts, Redaction redaction, ConfigurableEnvironment environment) {
        Map<String, String> variables = new TreeMap<>();
        environment.getSystemEnvironment().forEach((name, value) -> variables.put(name, String.valueOf(value)));
        if (new OtelVariables(variables).isDisabled()) {
            return null;
        }
        ExportTarget target = ExportTarget.of(settings, variables);
        ExecutorService threads = SpanPipeline.threads();
        LoggerFactory.getLogger(TracingConfiguration.class).info("Traces of calls are sent to {}", target.endpoint());
        return new SpanTraces(SpanPipeline.of(target, counts, threads), threads, redaction::text);
    }
}
