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
 * One call inside a generation. Ends the outer exchange exactly once: when the inner one is done, or when the watchdog
 * abandons the call. What the inner one does after that changes nothing. Safe for concurrent use.
 */
final class GenerationCall implements AsyncCallback {
    private final Exchange outer;
    private final Exchange inner;
    private final Generation generation;
    private final CallWatchdog watchdog;
    private final AsyncCallback callback;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean left = new AtomicBoolean();

    /**
     * A call that has entered a generation.
     *
     * @param outer exchange of the endpoint, outside the generation
     * @param inner exchange of the pipeline, inside it
     * @param generation has been entered; left once when the inner exchange is done
     * @param watchdog knows the call while it runs
     * @param callback is run once the outer exchange has its result
     */
    GenerationCall(
            Exchange outer, Exchange inner, Generation generation, CallWatchdog watchdog, AsyncCallback callback) {
        this.outer = outer;
        this.inner = inner;
        this.generation = generation;
        this.watchdog = watchdog;
        this.callback = callback;
    }

    @Override
    public void done(boolean doneSync) {
        if (!left.compareAndSet(false, true)) {
            return; // a step that calls back twice leaves the generation once
        }
        // Only now: a call that was abandoned still runs in the generation.
        generation.leave();
        if (!claim()) {
            return;
        }
        generation.tally().ended(giveBack());
        callback.done(doneSync);
    }

    /**
     * Ends the call because a step threw instead of calling back.
     *
     * @param failure what it threw
     * @return false if it had called back before
     */
    boolean fail(RuntimeException failure) {
        if (left.get()) {
            return false;
        }
        inner.setException(failure);
        done(true);
        return true;
    }

    /**
     * Takes it on to end the call in place of the inner exchange, whose end then changes nothing.
     *
     * @return false if the call has ended, or someone else ends it
     */
    boolean claim() {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            watchdog.remove(this);
        }
        return first;
    }

    /**
     * Gives the outer exchange its result; only after {@link #claim}.
     *
     * @param result what the outer exchange gets
     */
    void end(ToolCallResult.Failed result) {
        outer.setProperty(ExchangeState.RESULT, result);
        generation.tally().ended(result);
        callback.done(false);
    }

    /**
     * Whether the outer exchange has its result, or is about to get it.
     *
     * @return true from then on
     */
    boolean isEnded() {
        return ended.get();
    }

    /**
     * The call as its caller gave it.
     *
     * @return never null
     */
    ToolCall call() {
        return outer.getProperty(ExchangeState.CALL, ToolCall.class);
    }

    /**
     * The catalogue's entry.
     *
     * @return null before the admit stage has found it
     */
    Object tool() {
        return inner.getProperty(ExchangeState.TOOL);
    }

    /**
     * What cancels the call.
     *
     * @return never null
     */
    CallControl control() {
        return inner.getProperty(ExchangeState.CONTROL, CallControl.class);
    }

    /** The outcome that the outer exchange has now; null if it has an exception. */
    private Object giveBack() {
        Exception failure = inner.getException();
        Object result = inner.getProperty(ExchangeState.RESULT);
        if (failure instanceof ToolCallException failed) {
            result = failed.result().answer();
            outer.setProperty(ExchangeState.RESULT, result);
        } else if (failure != null) {
            outer.setException(failure);
            result = null;
        } else if (result == null) {
            outer.setException(new IllegalStateException("The pipeline ended without an outcome"));
        } else {
            outer.setProperty(ExchangeState.RESULT, withBody(result));
        }
        return result;
    }

    /** The result given back is the body, which a route may have changed after dispatch; never the caller's arguments. */
    private Object withBody(Object result) {
        if (!(result instanceof ToolCallResult.Answered answered)
                || !(inner.getMessage().getBody() instanceof ObjectNode body)
                || body == answered.result()
                || body == call().arguments()) {
            return result;
        }
        return result instanceof ToolCallResult.Success success
                ? new ToolCallResult.Success(body, success.cacheHit(), success.staleAge())
                : changed(result, body);
    }

    /** An error that a route has changed stays one: what is said in it may have been taken out. */
    private static Object changed(Object result, ObjectNode body) {
        return result instanceof ToolCallResult.ToolError
                        && body.path("isError").asBoolean()
                ? new ToolCallResult.ToolError(body)
                : result;
    }
}
