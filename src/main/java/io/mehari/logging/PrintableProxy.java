package io.mehari.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.stream.Stream;

/**
 * Something thrown whose messages are fit for the log.
 *
 * @param thrown as it was logged
 */
record PrintableProxy(IThrowableProxy thrown) implements IThrowableProxy {
    @Override
    public String getMessage() {
        return line(thrown.getMessage());
    }

    @Override
    public String getOverridingMessage() {
        return line(thrown.getOverridingMessage());
    }

    @Override
    public String getClassName() {
        return thrown.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return thrown.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return thrown.getCommonFrames();
    }

    @Override
    public IThrowableProxy getCause() {
        return thrown.getCause() == null ? null : new PrintableProxy(thrown.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        return Stream.of(thrown.getSuppressed()).map(PrintableProxy::new).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return thrown.isCyclic();
    }

    private static String line(String text) {
        return text == null ? null : LogText.line(text);
    }
}
