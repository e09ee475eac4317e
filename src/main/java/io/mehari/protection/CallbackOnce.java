package io.mehari.protection;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Makes an outcome of whatever an asynchronous processor throws instead of calling back: Camel would only log it, and
 * the call would have to wait for the watchdog. Calls back once even if the processor does so twice.
 */
public final class CallbackOnce extends DelegateAsyncProcessor {
    public CallbackOnce(AsyncProcessor guarded) {
        super(guarded);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        AtomicBoolean answered = new AtomicBoolean();
        try {
            return super.process(exchange, doneSync -> {
                if (answered.compareAndSet(false, true)) {
                    callback.done(doneSync);
                }
            });
        } catch (RuntimeException | StackOverflowError e) {
            if (!answered.compareAndSet(false, true)) {
                throw e;
            }
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }
}
