package io.mehari.logging;

import ch.qos.logback.classic.pattern.ExtendedThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.CoreConstants;

/**
 * Stack traces, for {@code %ex} and {@code %wEx} in any pattern: messages in one line each and without secrets, the
 * whole bounded, and only once a minute for each kind. Stateless.
 */
public final class SafeThrowable extends ExtendedThrowableProxyConverter {
    /** Most characters of one stack trace. */
    static final int MAX_TRACE = 32 * 1024;

    private static final String END = CoreConstants.LINE_SEPARATOR;

    @Override
    public String convert(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null && RepeatedErrors.isRepetition(thrown)) {
            return "    " + thrown.getClassName() + ": " + new PrintableProxy(thrown).getMessage()
                    + " (the stack trace of this kind was logged less than a minute ago)" + END;
        }
        return super.convert(event);
    }

    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        String trace = super.throwableProxyToString(new PrintableProxy(thrown));
        return trace.length() <= MAX_TRACE ? trace : trace.substring(0, MAX_TRACE) + "[cut]" + END;
    }
}
