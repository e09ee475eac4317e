package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCall;
import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolExchange;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * A call of a tool that is a route.
 *
 * @param call to be run
 * @param tool the route
 * @param arguments arguments of the call; to be read only
 */
record ToolWork(ToolCall call, AiTool tool, ObjectNode arguments) implements RouteWork {
    @Override
    public String title() {
        return "tool " + tool.name();
    }

    @Override
    public AsyncProcessor route() {
        return tool.route();
    }

    @Override
    public Exchange exchange(CamelContext context) {
        return AiToolExchange.of(context, tool, arguments);
    }

    @Override
    public ObjectNode answer(Exchange exchange) {
        return RouteAnswer.of(call, tool, exchange);
    }
}
