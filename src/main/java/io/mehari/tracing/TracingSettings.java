package io.mehari.tracing;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Traces of calls by OpenTelemetry. What is empty here is taken from the variables that OpenTelemetry names; headers for the
 * collector, which hold secrets, come from {@code OTEL_EXPORTER_OTLP_HEADERS} alone.
 *
 * @param enabled whether spans are made and sent; off, nothing of OpenTelemetry is loaded
 * @param endpoint where the collector is, such as {@code http://collector:4318}; {@code /v1/traces} is added where there is no
 *     path. Empty for {@code OTEL_EXPORTER_OTLP_ENDPOINT}, or {@code http://localhost:4318}
 * @param protocol only {@code http/protobuf}; empty for {@code OTEL_EXPORTER_OTLP_PROTOCOL}
 * @param samplingRatio share of the traces that begin here which is kept, 0 to 1; a caller's own decision holds for its
 *     calls. Without it {@code OTEL_TRACES_SAMPLER_ARG}, or all
 * @param serviceName name of the gateway in traces; empty for {@code OTEL_SERVICE_NAME}, or {@code mehari}
 * @param queue most spans that wait to be sent; further ones are dropped and counted
 */
@ConfigurationProperties(prefix = "mehari.tracing", ignoreUnknownFields = false)
public record TracingSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("") String endpoint,
        @DefaultValue("") String protocol,
        @DecimalMin("0") @DecimalMax("1") Double samplingRatio,
        @DefaultValue("") String serviceName,
        @DefaultValue("4096") @Min(1) @Max(1_000_000) int queue) {}
