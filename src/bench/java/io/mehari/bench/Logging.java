package io.mehari.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Logback logs at DEBUG where nothing configures it, which would be measured too. */
final class Logging {
    private Logging() {}

    /** Logs warnings and errors only, in processes that are not Spring Boot applications. */
    static void warningsOnly() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    }
}
