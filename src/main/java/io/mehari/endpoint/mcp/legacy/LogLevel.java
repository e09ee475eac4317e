package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.endpoint.mcp.message.McpErrorException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How grave a log message is (RFC 5424), the least grave first. */
enum LogLevel {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL,
    ALERT,
    EMERGENCY;

    private final String text = name().toLowerCase(Locale.ROOT);

    /**
     * The level that a client sets.
     *
     * @throws McpErrorException if there is no such level
     */
    static LogLevel set(JsonNode params) {
        return of(params)
                .orElseThrow(() -> McpErrorException.invalidParams("level must be one of "
                        + Arrays.stream(values()).map(LogLevel::text).collect(Collectors.joining(", "))));
    }

    /** The level of a log message. */
    static Optional<LogLevel> of(JsonNode params) {
        String given = params.path("level").asText();
        return Arrays.stream(values()).filter(level -> level.text.equals(given)).findFirst();
    }

    String text() {
        return text;
    }
}
