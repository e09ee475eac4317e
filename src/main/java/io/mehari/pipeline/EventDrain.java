package io.mehari.pipeline;

import io.mehari.event.EventQueue;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Puts the next batch of a listener's events into the body, as a list; an empty one when nothing has happened. */
final class EventDrain implements Processor {
    private static final int BATCH = 1000;

    private final EventQueue<?> events;

    EventDrain(EventQueue<?> events) {
        this.events = events;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(events.drain(BATCH));
    }
}
