package io.mehari.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * Typed access to the state of a call on its exchange, under the names of {@link ExchangeState}; and the one way a step
 * ends a call. For the thread that has the exchange at the moment. Where nothing is set a getter gives null, unless it
 * says otherwise.
 */
public final class CallState {
    private CallState() {}

    /**
     * The call in progress.
     *
     * @param exchange of the call
     * @return the call, or null on an exchange that carries none
     */
    public static ToolCall call(Exchange exchange) {
        return (ToolCall) exchange.getProperty(ExchangeState.CALL);
    }

    /**
     * The catalogue's entry for the tool.
     *
     * @param exchange of the call
     * @return the tool, or null before the admit stage has found it
     */
    public static Tool tool(Exchange exchange) {
        return (Tool) exchange.getProperty(ExchangeState.TOOL);
    }

    /**
     * The tool whose limits hold.
     *
     * @param exchange of the call
     * @return the tool, never null
     * @throws IllegalStateException if no stage has found it
     */
    public static Tool requiredTool(Exchange exchange) {
        Tool tool = tool(exchange);
        if (tool == null) {
            throw new IllegalStateException("No stage before has set " + ExchangeState.TOOL
                    + ", which policies need: is tool-call-admit gone?");
        }
        return tool;
    }

    /**
     * The admit stage has found the tool, and with it the route that reaches it.
     *
     * @param exchange of the call
     * @param tool the catalogue's entry
     */
    public static void found(Exchange exchange, Tool tool) {
        exchange.setProperty(ExchangeState.TOOL, tool);
        exchange.setProperty(ExchangeState.ROUTE, tool.route());
    }

    /**
     * How the call ended.
     *
     * @param exchange of the call
     * @return the outcome, or null while it is open
     */
    public static ToolCallResult result(Exchange exchange) {
        return exchange.getProperty(ExchangeState.RESULT, ToolCallResult.class);
    }

    /**
     * Whether a stage has answered the call; later stages leave it alone.
     *
     * @param exchange of the call
     * @return true once there is an outcome
     */
    public static boolean isAnswered(Exchange exchange) {
        return exchange.getProperty(ExchangeState.RESULT) != null;
    }

    /**
     * The control by which the call is cancelled.
     *
     * @param exchange of the call
     * @return the control; one that nothing else knows where the exchange carries none
     */
    public static CallControl control(Exchange exchange) {
        CallControl control = (CallControl) exchange.getProperty(ExchangeState.CONTROL);
        return control == null ? new CallControl() : control;
    }

    /**
     * Key under which the result is cached.
     *
     * @param exchange of the call
     * @return the key, or null where the cache is off
     */
    public static String cacheKey(Exchange exchange) {
        return exchange.getProperty(ExchangeState.CACHE_KEY, String.class);
    }

    /**
     * The lookup stage has a key.
     *
     * @param exchange of the call
     * @param key under which the result is cached
     */
    public static void cacheKey(Exchange exchange, String key) {
        exchange.setProperty(ExchangeState.CACHE_KEY, key);
    }

    /**
     * The failure the error firewall is dealing with.
     *
     * @param exchange of the call
     * @return the failure, or null outside the firewall
     */
    public static Failed failure(Exchange exchange) {
        return exchange.getProperty(ExchangeState.FAILURE, Failed.class);
    }

    /**
     * Category of the failure the error firewall is dealing with.
     *
     * @param exchange of the call
     * @return its name in {@code config/error-patterns.yaml}, or null outside the firewall
     */
    public static String category(Exchange exchange) {
        return exchange.getProperty(ExchangeState.CATEGORY, String.class);
    }

    /**
     * The error firewall has classified a failure. It becomes the outcome by {@link #answer(Exchange, ToolCallResult)}.
     *
     * @param exchange of the call
     * @param failure how the call ends
     * @param category its name in {@code config/error-patterns.yaml}
     */
    public static void classified(Exchange exchange, Failed failure, String category) {
        exchange.setProperty(ExchangeState.FAILURE, failure);
        exchange.setProperty(ExchangeState.CATEGORY, category);
    }

    /**
     * Sets how the call ends and leaves the body as it is.
     *
     * @param exchange of the call
     * @param result the outcome
     */
    public static void answer(Exchange exchange, ToolCallResult result) {
        exchange.setProperty(ExchangeState.RESULT, result);
    }

    /**
     * Sets how the call ends, and what leaves.
     *
     * @param exchange of the call
     * @param body the result of the tool
     * @param result the outcome that goes with it
     */
    public static void answer(Exchange exchange, ObjectNode body, ToolCallResult result) {
        exchange.getMessage().setBody(body);
        answer(exchange, result);
    }

    /**
     * Fails the call and calls back, for a step that has not left the thread that called it.
     *
     * @param exchange of the call
     * @param callback of the step
     * @param failure how the call ends
     * @return true, which the step's {@code process} returns
     */
    public static boolean fail(Exchange exchange, AsyncCallback callback, Failed failure) {
        return fail(exchange, callback, new ToolCallException(failure));
    }

    /**
     * Fails the call and calls back, for a step that has not left the thread that called it.
     *
     * @param exchange of the call
     * @param callback of the step
     * @param failure a {@link ToolCallException}, or a defect, which the error firewall hides from the caller
     * @return true, which the step's {@code process} returns
     */
    public static boolean fail(Exchange exchange, AsyncCallback callback, Exception failure) {
        exchange.setException(failure);
        callback.done(true);
        return true;
    }

    /**
     * Fails the call and calls back, for a step whose {@code process} has returned false.
     *
     * @param exchange of the call
     * @param callback of the step
     * @param failure a {@link ToolCallException}, or a defect, which the error firewall hides from the caller
     */
    public static void failLater(Exchange exchange, AsyncCallback callback, Exception failure) {
        exchange.setException(failure);
        callback.done(false);
    }
}
