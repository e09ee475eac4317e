package io.mehari.logging;

import ch.qos.logback.classic.pattern.EnsureExceptionHandling;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.pattern.Converter;
import ch.qos.logback.core.pattern.ConverterUtil;

/** Patterns without a word for exceptions get one at their end, as Logback has it, but a safe one. Stateless. */
final class SafeThrowableAtEnd extends EnsureExceptionHandling {
    @Override
    public void process(Context context, Converter<ILoggingEvent> head) {
        if (head != null && !chainHandlesThrowable(head)) {
            ConverterUtil.findTail(head).setNext(new SafeThrowable());
        }
    }
}
