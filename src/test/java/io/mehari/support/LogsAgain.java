package io.mehari.support;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** Commands that print a report switch the log of their process off; tests after them look at what is logged. */
public final class LogsAgain implements AfterAllCallback {
    @Override
    public void afterAll(ExtensionContext context) {
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
    }
}
