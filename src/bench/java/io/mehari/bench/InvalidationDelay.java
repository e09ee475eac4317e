package io.mehari.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long after results were removed through one of several gateways none of them answers with them any more. Gateways have
 * the same echo server as {@code echo}, and cached as {@code kept}.
 */
final class InvalidationDelay {
    private static final int WARM_UP = 20;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<Gateway> gateways;

    InvalidationDelay(List<Gateway> gateways) {
        this.gateways = gateways;
    }

    /** Tries it so often, after {@value #WARM_UP} times that do not count: each way is a new one at first. */
    List<Duration> of(int trials) {
        for (int i = 0; i < WARM_UP; i++) {
            once();
        }
        List<Duration> delays = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            delays.add(once());
        }
        return delays;
    }

    /** From the request to remove on, until the last gateway has answered with something newer. */
    private Duration once() {
        String old = sameEverywhere();
        gateways.get(0).echo("echo").answer(); // from now on the server says another number
        long begin = System.nanoTime();
        gateways.get(0).post("/api/v1/admin/cache/invalidate").answer();
        for (Gateway gateway : gateways) {
            while (kept(gateway).equals(old)) {
                requireWithin(begin);
            }
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private String sameEverywhere() {
        long begin = System.nanoTime();
        while (true) {
            List<String> answers =
                    gateways.stream().map(InvalidationDelay::kept).distinct().toList();
            if (answers.size() == 1) {
                return answers.get(0);
            }
            requireWithin(begin);
            gateways.get(0).post("/api/v1/admin/cache/invalidate").answer(); // one was too late for the other's result
        }
    }

    private static void requireWithin(long begin) {
        if (System.nanoTime() - begin > LIMIT.toNanos()) {
            throw new IllegalStateException("Gateways do not come to the same result");
        }
    }

    private static String kept(Gateway gateway) {
        return gateway.post("/kept/count").answer();
    }
}
