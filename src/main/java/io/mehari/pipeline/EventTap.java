package io.mehari.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import io.mehari.component.generation.HookRoute;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.event.GatewayEvent;
import io.mehari.notification.EventMessage;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Gives the events in the body to a route of users, one after the other, where their route files have one. Each is a tree
 * as JSON has it, made of maps and lists, so that simple, jq and {@code marshal: json} read it. The body stays as it is.
 */
final class EventTap implements Processor {
    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final HookRoute route;
    private final RunningGeneration running;

    /**
     * A tap.
     *
     * @param route behind {@code direct:}
     * @param running may have that route
     */
    EventTap(String route, RunningGeneration running) {
        this.route = new HookRoute(route);
        this.running = running;
    }

    @Override
    public void process(Exchange exchange) {
        List<?> events = exchange.getMessage().getBody(List.class);
        if (events != null && !events.isEmpty() && running.current().isPresent()) {
            running.run(context -> {
                route.send(context, () -> events.stream().map(EventTap::tree).toList());
                return CompletableFuture.completedFuture(null);
            });
        }
    }

    private static Map<String, Object> tree(Object event) {
        EventMessage message = EventMessage.of((GatewayEvent) event);
        Map<String, Object> tree = Json.MAPPER.convertValue(message.payload(), TREE);
        tree.put("event", message.type());
        return tree;
    }
}
