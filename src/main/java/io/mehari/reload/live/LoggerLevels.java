package io.mehari.reload.live;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Levels of the log as settings have them.
 *
 * @param byLogger such as {@code io.mehari.calls} to {@code INFO}
 */
record LoggerLevels(Map<String, String> byLogger) {
    static final String PREFIX = "logging.level";

    private static final String ROOT = "root";

    /** The levels in settings. */
    static LoggerLevels of(ConfigurableEnvironment settings) {
        return new LoggerLevels(new TreeMap<>(Binder.get(settings)
                .bind(PREFIX, Bindable.mapOf(String.class, String.class))
                .orElse(Map.of())));
    }

    /**
     * Sets the levels. A logger that has none any more keeps the one it had.
     *
     * @throws IllegalArgumentException if one is no level
     */
    void apply(LoggingSystem logging) {
        Map<String, LogLevel> levels = new TreeMap<>();
        byLogger.forEach((logger, level) -> levels.put(logger, levelOf(logger, level)));
        levels.forEach((logger, level) ->
                logging.setLogLevel(ROOT.equalsIgnoreCase(logger) ? LoggingSystem.ROOT_LOGGER_NAME : logger, level));
        LoggerFactory.getLogger(LoggerLevels.class).debug("{} levels of the log set", levels.size());
    }

    private static LogLevel levelOf(String logger, String level) {
        try {
            // YAML reads OFF as false
            return LogLevel.valueOf("false".equals(level) ? "OFF" : level.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    PREFIX + "." + logger + ": \"" + level + "\" is no level: TRACE, DEBUG, INFO, WARN, ERROR or OFF",
                    e);
        }
    }
}
