package io.mehari.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.mehari.text.PrintableText;
import java.util.stream.Stream;
import org.slf4j.helpers.MessageFormatter;

/**
 * The message of a line, for {@code %m} in any pattern. What was put into it is shown in one line; line ends of the
 * message itself stay, and the lines after them are set in. Stateless.
 */
public final class SafeMessage extends MessageConverter {
    /** Speaks to the person who starts the gateway, about that person's own files. */
    private static final String START_FAILURES = "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

    /** What servers write, line by line. */
    private static final String STDERR = "io.mehari.upstream.stderr.";

    /** One line per call, of fields that are known. */
    private static final String CALLS = "io.mehari.calls";

    /** Loggers that put secrets, if at all, whole into their messages; in those of others {@code name={}} is possible. */
    private static final String OWN = "io.mehari.";

    @Override
    public String convert(ILoggingEvent event) {
        String text = event.getFormattedMessage();
        if (text == null || START_FAILURES.equals(event.getLoggerName())) {
            return text;
        }
        if (CALLS.equals(event.getLoggerName())) {
            return PrintableText.of(text);
        }
        if (event.getLoggerName().startsWith(STDERR)) {
            return LogText.line(text);
        }
        Object[] arguments = event.getArgumentArray();
        if (arguments == null || arguments.length == 0) {
            return LogText.lines(text);
        }
        Object[] clean = Stream.of(arguments).map(SafeMessage::clean).toArray();
        String put =
                MessageFormatter.arrayFormat(event.getMessage(), clean, null).getMessage();
        return event.getLoggerName().startsWith(OWN) ? LogText.printableLines(put) : LogText.lines(put);
    }

    private static Object clean(Object argument) {
        return argument instanceof Number || argument instanceof Boolean
                ? argument
                : LogText.line(MessageFormatter.arrayFormat("{}", new Object[] {argument}, null)
                        .getMessage());
    }
}
