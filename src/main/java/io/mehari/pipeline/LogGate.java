package io.mehari.pipeline;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a route where nobody reads the log that it writes: to hand on every event of a busy gateway for nothing would take
 * processor time from calls. The level may change at any time.
 */
final class LogGate implements Processor {
    private final Logger log;

    /**
     * A gate before a log.
     *
     * @param log its name
     */
    LogGate(String log) {
        this.log = LoggerFactory.getLogger(log);
    }

    @Override
    public void process(Exchange exchange) {
        exchange.setRouteStop(!log.isInfoEnabled());
    }
}
