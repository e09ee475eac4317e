package io.mehari.pipeline;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Puts the next batch of events into the body, as a list; an empty one when nothing happened. */
final class CallEventDrain implements Processor {
    private static final int BATCH = 1000;

    private final CallEvents events;

    CallEventDrain(CallEvents events) {
        this.events = events;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getMessage().setBody(events.drain(BATCH));
    }
}
