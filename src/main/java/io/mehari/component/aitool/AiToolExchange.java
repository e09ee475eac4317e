package io.mehari.component.aitool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.DefaultExchange;

/**
 * Translates between a tool call and the route that is the tool: arguments in, {@code tools/call} result out.
 * Stateless.
 */
public final class AiToolExchange {
    private AiToolExchange() {}

    /**
     * An exchange for the route: each declared argument as a header of its plain Java value (nested values as maps and
     * lists), the whole argument tree as body. Undeclared names, and names that begin with {@code camel}, never become
     * headers.
     *
     * @param context in which the route runs
     * @param tool the route
     * @param arguments arguments of the call; to be read only
     * @return a new exchange
     */
    public static Exchange of(CamelContext context, AiTool tool, ObjectNode arguments) {
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
        exchange.getMessage().setBody(arguments);
        JsonNode declared = tool.definition().path("inputSchema").path("properties");
        arguments.fields().forEachRemaining(argument -> {
            String name = argument.getKey();
            if (declared.has(name) && !name.toLowerCase(Locale.ROOT).startsWith("camel")) {
                exchange.getMessage().setHeader(name, Json.MAPPER.convertValue(argument.getValue(), Object.class));
            }
        });
        return exchange;
    }

    /**
     * The route's body as a {@code tools/call} result. What another tool has answered ({@code mcp:}, {@code tool:}) passes as
     * it is, {@code isError} and {@code _meta} too, and so does an object of that form; a list of content is the content;
     * bytes become image, audio or resource by the header {@code Content-Type}; anything else is one text item. {@code
     * structuredContent} is added where the tool declares the schema of its result.
     *
     * @param tool the route
     * @param exchange the exchange after the route has run
     * @return a new tree, or the one that another tool has answered
     * @throws IllegalStateException if a declared result is not JSON, or the body is larger than 32 MiB or cannot be read
     */
    public static ObjectNode result(AiTool tool, Exchange exchange) {
        return RouteResult.of(tool, exchange);
    }

    /**
     * Whether the body is what another tool has answered last ({@code mcp:}, {@code tool:}), as it answered it.
     *
     * @param exchange after the route has run
     * @return true for a {@code tools/call} result
     */
    public static boolean isToolAnswer(Exchange exchange) {
        return RouteResult.isToolAnswer(exchange);
    }
}
