package io.mehari.endpoint.mcp.modern;

import java.util.List;

/** Levels of log messages as RFC 5424 orders them (MCP, logging). Stateless. */
final class LogSeverity {
    private static final List<String> LEVELS =
            List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

    private LogSeverity() {}

    static boolean isKnown(String level) {
        return LEVELS.contains(level);
    }

    static String known() {
        return String.join(", ", LEVELS);
    }

    /** Whether a message is as severe as the client wants at least; one of no known level is not. */
    static boolean reaches(String level, String least) {
        return LEVELS.indexOf(level) >= LEVELS.indexOf(least);
    }
}
