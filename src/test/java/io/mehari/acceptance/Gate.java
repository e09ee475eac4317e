package io.mehari.acceptance;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Holds routes of a test, which name it as bean {@code gate}, until the test opens it. One per gateway. A processor, since
 * of the gateway's own packages route files see no other beans.
 */
public final class Gate implements Processor {
    private volatile CountDownLatch latch = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();

    /** Called by routes. */
    public String pass() throws InterruptedException, TimeoutException {
        waiting.incrementAndGet();
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new TimeoutException("The gate was not opened");
            }
            return "{\"passed\": true}";
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** Called by routes that go on with the body they have. */
    public void hold() throws InterruptedException, TimeoutException {
        pass();
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException, TimeoutException {
        hold();
    }

    void close() {
        latch = new CountDownLatch(1);
    }

    void open() {
        latch.countDown();
    }

    int waiting() {
        return waiting.get();
    }

    /** A route file whose tool of this name runs these steps. */
    static String toolRoute(String tool, String steps) {
        return """
                # A tool of a test.
                - route:
                    id: %1$s
                    from:
                      uri: ai-tool:%1$s
                      parameters:
                        description: A tool of a test
                      steps:
                %2$s
                """.formatted(tool, steps.indent(8).stripTrailing());
    }
}
