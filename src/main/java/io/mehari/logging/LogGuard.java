package io.mehari.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.pattern.DynamicConverter;
import ch.qos.logback.core.pattern.PatternLayoutBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import io.mehari.redaction.Redaction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Puts the bounds of this package around whatever logging is configured, right after Spring Boot has set it up: the
 * usual console and file, or a configuration of the operator's own. Patterns stay as they are; only what their words
 * for message, thread and exception give is made safe. JSON formats escape by themselves.
 */
public final class LogGuard implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    private static final Map<String, Supplier<DynamicConverter>> WORDS = Map.ofEntries(
            Map.entry("m", SafeMessage::new),
            Map.entry("msg", SafeMessage::new),
            Map.entry("message", SafeMessage::new),
            Map.entry("t", SafeThread::new),
            Map.entry("thread", SafeThread::new),
            Map.entry("ex", SafeThrowable::new),
            Map.entry("exception", SafeThrowable::new),
            Map.entry("throwable", SafeThrowable::new),
            Map.entry("xEx", SafeThrowable::new),
            Map.entry("xException", SafeThrowable::new),
            Map.entry("xThrowable", SafeThrowable::new),
            Map.entry("rEx", SafeThrowable::new),
            Map.entry("rootException", SafeThrowable::new),
            Map.entry("wex", SafeThrowable::new),
            Map.entry("wEx", SafeThrowable::new));

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        LogText.redactBy(new Redaction(secretNames(Binder.get(event.getEnvironment()))));
        install();
    }

    /** Makes the logging of this process safe as it is configured now. Does nothing where it is not Logback's. */
    public static void install() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            install(context, System::nanoTime);
        }
    }

    static void install(LoggerContext context, LongSupplier nanos) {
        for (Logger logger : context.getLoggerList()) {
            guard(logger.iteratorForAppenders());
            bound(context, logger, nanos);
        }
    }

    /** Puts {@link RepeatedErrors} before the appenders of a logger, unless it is there: what came later is somebody's own. */
    private static void bound(LoggerContext context, Logger logger, LongSupplier nanos) {
        List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
        logger.iteratorForAppenders().forEachRemaining(appenders::add);
        if (appenders.isEmpty() || appenders.stream().anyMatch(RepeatedErrors.class::isInstance)) {
            return;
        }
        RepeatedErrors bounds = new RepeatedErrors(context.getLogger(RepeatedErrors.class), nanos);
        bounds.setContext(context);
        appenders.forEach(bounds::addAppender);
        bounds.start();
        logger.addAppender(bounds);
        appenders.forEach(logger::detachAppender);
    }

    private static void guard(Iterator<Appender<ILoggingEvent>> appenders) {
        while (appenders.hasNext()) {
            Appender<ILoggingEvent> appender = appenders.next();
            if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
                    && stream.getEncoder() instanceof PatternLayoutEncoder encoder) {
                guard((PatternLayoutBase<ILoggingEvent>) encoder.getLayout());
            }
            if (appender instanceof AppenderAttachable<?>) {
                @SuppressWarnings("unchecked")
                AppenderAttachable<ILoggingEvent> outer = (AppenderAttachable<ILoggingEvent>) appender;
                guard(outer.iteratorForAppenders());
            }
        }
    }

    private static void guard(PatternLayoutBase<ILoggingEvent> layout) {
        layout.getInstanceConverterMap().putAll(WORDS);
        layout.setPostCompileProcessor(new SafeThrowableAtEnd());
        layout.stop();
        layout.start();
    }

    /** Names that are no patterns are reported with the other problems of the settings. */
    private static List<Pattern> secretNames(Binder settings) {
        try {
            return settings.bind("mehari.dead-letters.redact", Bindable.listOf(String.class)).orElse(List.of()).stream()
                    .map(Pattern::compile)
                    .toList();
        } catch (BindException | PatternSyntaxException e) {
            return List.of();
        }
    }
}
