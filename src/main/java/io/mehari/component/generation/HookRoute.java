package io.mehari.component.generation;

import io.mehari.text.Causes;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A route of users that the gateway sends to where there is one, such as that from {@code direct:config-changed}. Its failures
 * are logged and harm nobody. Immutable.
 */
public final class HookRoute {
    private static final Logger LOG = LoggerFactory.getLogger(HookRoute.class);

    private final String name;
    private final String address;

    /**
     * A route that may be there.
     *
     * @param name behind {@code direct:}
     */
    public HookRoute(String name) {
        this.name = name;
        this.address = "direct://" + name;
    }

    /**
     * Sends to it, one after the other, and waits for each. Does nothing where there is no such route.
     *
     * @param context in which it may be
     * @param bodies asked for only where it is there
     */
    public void send(CamelContext context, Supplier<? extends List<?>> bodies) {
        boolean there = context.getRoutes().stream()
                .anyMatch(route -> address.equals(route.getEndpoint().getEndpointUri()));
        if (!there) {
            return;
        }
        Endpoint endpoint = context.getEndpoint(address);
        try (Producer producer = endpoint.createProducer()) {
            ServiceHelper.startService(producer);
            for (Object body : bodies.get()) {
                send(endpoint, producer, body);
            }
        } catch (Exception e) {
            LOG.warn("The route from direct:{} has failed: {}", name, Causes.of(e));
        }
    }

    private static void send(Endpoint endpoint, Producer producer, Object body) throws Exception {
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(body);
        producer.process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }
}
