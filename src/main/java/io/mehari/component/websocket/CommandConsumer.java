package io.mehari.component.websocket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Scope;
import io.mehari.protocol.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

/** Lists its route under the names of its commands while the route runs, and runs it for each call. */
final class CommandConsumer extends DefaultConsumer implements Suspendable {
    private final List<String> names;
    private final Scope scope;
    private final CommandRegistry registry;
    private final List<Command> listed = new ArrayList<>();

    /**
     * A consumer that is not listed before it is started.
     *
     * @param endpoint its address
     * @param processor the rest of the route
     * @param names of its commands
     * @param scope what a caller must be allowed
     * @param registry where they are listed
     */
    CommandConsumer(
            CommandEndpoint endpoint, Processor processor, List<String> names, Scope scope, CommandRegistry registry) {
        super(endpoint, processor);
        this.names = names;
        this.scope = scope;
        this.registry = registry;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        names.forEach(name -> listed.add(new Command(name, scope, getRouteId(), this::run)));
        listed.forEach(registry::add);
    }

    /** Goes on until another route has taken its place, or its route files have ended: there is no moment without either. */
    @Override
    protected void doSuspend() {
        // nothing
    }

    @Override
    protected void doStop() throws Exception {
        listed.forEach(registry::remove);
        listed.clear();
        super.doStop();
    }

    private CompletableFuture<JsonNode> run(CommandCall call, ObjectNode params) {
        CompletableFuture<JsonNode> result = new CompletableFuture<>();
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.setProperty(CommandCall.PROPERTY, call);
        exchange.getMessage().setHeader(WebsocketHeaders.COMMAND, call.name());
        exchange.getMessage().setBody(params);
        getAsyncProcessor().process(exchange, doneSync -> {
            end(exchange, result);
            releaseExchange(exchange, false);
        });
        return result;
    }

    private static void end(Exchange exchange, CompletableFuture<JsonNode> result) {
        if (exchange.getException() != null) {
            result.completeExceptionally(exchange.getException());
            return;
        }
        try {
            result.complete(tree(exchange.getMessage()));
        } catch (JsonProcessingException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    /** A tree as it is; maps, lists and numbers as JSON; text as JSON if it is an object or array, else as text. */
    private static JsonNode tree(Message message) throws JsonProcessingException {
        Object body = message.getBody();
        if (body instanceof JsonNode tree) {
            return tree;
        }
        if (body == null
                || body instanceof Map
                || body instanceof Collection
                || body instanceof Number
                || body instanceof Boolean) {
            return Json.MAPPER.valueToTree(body);
        }
        String text = message.getBody(String.class);
        String start = text == null ? "" : text.stripLeading();
        return start.startsWith("{") || start.startsWith("[") ? Json.read(text) : Json.MAPPER.valueToTree(text);
    }
}
