package io.mehari.acceptance;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Holds tool routes of a test, which name it as a bean, until the test opens it. */
public final class Gate {
    private static volatile CountDownLatch latch = new CountDownLatch(1);
    private static final AtomicInteger WAITING = new AtomicInteger();

    /** Called by routes. */
    public String pass() throws InterruptedException, TimeoutException {
        WAITING.incrementAndGet();
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new TimeoutException("Nobody opened the gate");
            }
            return "{\"passed\": true}";
        } finally {
            WAITING.decrementAndGet();
        }
    }

    /** Called by routes that go on with the body they have. */
    public void hold() throws InterruptedException, TimeoutException {
        pass();
    }

    static void close() {
        latch = new CountDownLatch(1);
    }

    static void open() {
        latch.countDown();
    }

    static int waiting() {
        return WAITING.get();
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
