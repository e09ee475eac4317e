package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** What a {@link CamelToolRun} runs: a route that is a tool, a resource or a prompt, for one request. */
interface RouteWork {
    /** What it is, for people: {@code tool greet}. */
    String title();

    /** Runs the route. */
    AsyncProcessor route();

    /**
     * The exchange on which the route runs.
     *
     * @param context in which it runs
     * @return a new one, with nothing of the request but what the route may see
     */
    Exchange exchange(CamelContext context);

    /**
     * The answer.
     *
     * @param exchange after the route has run, or has failed
     * @return never null
     * @throws io.mehari.call.ToolCallException if there is none
     */
    ObjectNode answer(Exchange exchange);
}
