package io.mehari.component.generation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.exchange.ExchangeState;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * One exchange on loan to a generation. Answers the outer exchange exactly once: when the inner one is done, or
 * when the watchdog gives it up. What the inner one does after that changes nothing.
 */
final class GenerationCall implements AsyncCallback {
    private final Exchange outer;
    private final Exchange inner;
    private final Generation generation;
    private final CallWatchdog inFlight;
    private final AsyncCallback callback;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean left = new AtomicBoolean();

    GenerationCall(
            Exchange outer, Exchange inner, Generation generation, CallWatchdog inFlight, AsyncCallback callback) {
        this.outer = outer;
        this.inner = inner;
        this.generation = generation;
        this.inFlight = inFlight;
        this.callback = callback;
    }

    @Override
    public void done(boolean doneSync) {
        if (!left.compareAndSet(false, true)) {
            return; // a step that calls back twice leaves the generation once
        }
        // Only now: a call that was given up still runs in the generation.
        generation.leave();
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        inFlight.remove(this);
        giveBack();
        callback.done(doneSync);
    }

    /** A step threw instead of calling back. False if it had called back before. */
    boolean fail(RuntimeException failure) {
        if (left.get()) {
            return false;
        }
        inner.setException(failure);
        done(true);
        return true;
    }

    /** Answers in place of the inner exchange. False if it was answered before. */
    boolean abandon(ToolCallResult.Failed result) {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        inFlight.remove(this);
        outer.setProperty(ExchangeState.RESULT, result);
        callback.done(false);
        return true;
    }

    boolean isAnswered() {
        return answered.get();
    }

    ToolCall call() {
        return outer.getProperty(ExchangeState.CALL, ToolCall.class);
    }

    /** The catalogue's entry, once the admit stage has found it. */
    Object tool() {
        return inner.getProperty(ExchangeState.TOOL);
    }

    CallControl control() {
        return inner.getProperty(ExchangeState.CONTROL, CallControl.class);
    }

    private void giveBack() {
        Exception failure = inner.getException();
        Object result = inner.getProperty(ExchangeState.RESULT);
        if (failure instanceof ToolCallException refused) {
            outer.setProperty(ExchangeState.RESULT, refused.result());
        } else if (failure != null) {
            outer.setException(failure);
        } else if (result == null) {
            outer.setException(new IllegalStateException("The pipeline ended without an outcome"));
        } else {
            outer.setProperty(ExchangeState.RESULT, withBody(result));
        }
    }

    /** What leaves is the body: a route author may have changed it after dispatch. Never the caller's arguments. */
    private Object withBody(Object result) {
        if (result instanceof ToolCallResult.Success success
                && inner.getMessage().getBody() instanceof ObjectNode body
                && body != success.result()
                && body != call().arguments()) {
            return new ToolCallResult.Success(body, success.cacheHit());
        }
        return result;
    }
}
