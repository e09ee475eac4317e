package io.mehari.pipeline;

import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvent;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Puts all events of a listener that wait into the body, as a list; an empty one when nothing has happened. As many as its
 * queue keeps at most: by default ten times a second up to 10,000, so that nothing is lost below 100,000 events a second.
 */
final class EventDrain implements Processor {
    private final Supplier<List<?>> batches;

    EventDrain(EventQueue<?> events) {
        this.batches = events::drain;
    }

    /**
     * @param listener is given each batch before it goes on
     */
    <E extends GatewayEvent> EventDrain(EventQueue<E> events, Consumer<List<E>> listener) {
        this.batches = () -> {
            List<E> batch = events.drain();
            listener.accept(batch);
            return batch;
        };
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(batches.get());
    }
}
