package io.mehari.pipeline;

import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvent;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Puts the next batch of a listener's events into the body, as a list; an empty one when nothing has happened. */
final class EventDrain implements Processor {
    private static final int BATCH = 1000;

    private final Supplier<List<?>> batches;

    EventDrain(EventQueue<?> events) {
        this.batches = () -> events.drain(BATCH);
    }

    /**
     * @param listener is given each batch before it goes on
     */
    <E extends GatewayEvent> EventDrain(EventQueue<E> events, Consumer<List<E>> listener) {
        this.batches = () -> {
            List<E> batch = events.drain(BATCH);
            listener.accept(batch);
            return batch;
        };
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(batches.get());
    }
}
