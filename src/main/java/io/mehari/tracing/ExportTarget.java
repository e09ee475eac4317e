package io.mehari.tracing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * Where spans go and under which name, from the settings and, where those are empty, from the environment (OpenTelemetry
 * specification, "OTLP exporter configuration" and "General SDK configuration"). Immutable.
 *
 * @param endpoint address to which spans are posted
 * @param headers sent with each request; values may be secrets
 * @param samplingRatio share of traces that is kept
 * @param serviceName name of the gateway
 * @param resource what else is said of the gateway
 * @param queue most spans that wait to be sent
 */
record ExportTarget(
        URI endpoint,
        Map<String, String> headers,
        double samplingRatio,
        String serviceName,
        Map<String, String> resource,
        int queue) {
    private static final String PROTOCOL = "http/protobuf";

    /**
     * Reads it.
     *
     * @param settings of the gateway, which hold before the environment
     * @param environment variables by name
     * @return never null
     * @throws InvalidTracingException if something cannot be used, with cause and remedy
     */
    static ExportTarget of(TracingSettings settings, Map<String, String> environment) {
        OtelVariables variables = new OtelVariables(environment);
        requireProtocol(settings, variables);
        return new ExportTarget(
                endpoint(settings, variables),
                variables.list("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"),
                settings.samplingRatio() != null ? settings.samplingRatio() : variables.ratio(),
                given(settings.serviceName(), variables.first("OTEL_SERVICE_NAME"))
                        .orElse("mehari"),
                variables.list("OTEL_RESOURCE_ATTRIBUTES"),
                settings.queue());
    }

    private static void requireProtocol(TracingSettings settings, OtelVariables variables) {
        Optional<String> protocol = given(
                settings.protocol(),
                variables.first("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"));
        if (protocol.isPresent() && !protocol.get().equals(PROTOCOL)) {
            throw new InvalidTracingException(
                    "mehari.tracing.protocol, or OTEL_EXPORTER_OTLP_PROTOCOL, is " + protocol.get()
                            + ", and spans are sent by " + PROTOCOL + " only",
                    "Set mehari.tracing.protocol to " + PROTOCOL + ", and mehari.tracing.endpoint to the port at which"
                            + " the collector takes that, usually 4318.");
        }
    }

    private static URI endpoint(TracingSettings settings, OtelVariables variables) {
        if (settings.endpoint().isBlank()) {
            Optional<String> whole = variables.first("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
            if (whole.isPresent()) {
                return parsed(whole.get());
            }
            URI base = parsed(variables.first("OTEL_EXPORTER_OTLP_ENDPOINT").orElse("http://localhost:4318"));
            return URI.create(base.toString().replaceFirst("/*$", "") + "/v1/traces");
        }
        URI given = parsed(settings.endpoint().strip());
        return given.getPath().length() > 1
                ? given
                : URI.create(given.toString().replaceFirst("/*$", "") + "/v1/traces");
    }

    private static URI parsed(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw unusable();
        }
        throw unusable();
    }

    /** Without the text itself, which may hold a secret. */
    private static InvalidTracingException unusable() {
        return new InvalidTracingException(
                "The address of the collector of traces (mehari.tracing.endpoint, or OTEL_EXPORTER_OTLP_ENDPOINT) is no"
                        + " http or https address without user and query",
                "Set it as http://collector:4318, and what authenticates the gateway there in"
                        + " OTEL_EXPORTER_OTLP_HEADERS.");
    }

    private static Optional<String> given(String setting, Optional<String> variable) {
        return setting.isBlank() ? variable : Optional.of(setting.strip());
    }

    /** Without the values of headers. */
    @Override
    public String toString() {
        return "ExportTarget[" + endpoint + ", headers " + headers.keySet() + ", ratio " + samplingRatio + "]";
    }
}
