package io.mehari.logging;

import ch.qos.logback.classic.pattern.ThreadConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.mehari.text.PrintableText;

/** The name of a thread, which may hold that of a server, for {@code %t} in any pattern. Stateless. */
public final class SafeThread extends ThreadConverter {
    @Override
    public String convert(ILoggingEvent event) {
        String name = super.convert(event);
        return name == null ? null : PrintableText.of(name);
    }
}
