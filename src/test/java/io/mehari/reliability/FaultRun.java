package io.mehari.reliability;

import static org.awaitility.Awaitility.await;

import io.mehari.call.Outcome;
import io.mehari.reliability.Gateway.Answer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets one fault come and go, with a caller that keeps trying. */
final class FaultRun {
    static final Duration LIMIT = Duration.ofSeconds(45);
    private static final Duration PACE = Duration.ofMillis(20);
    private static final String SANE_TOOL = "run";

    private final Fault fault;
    private final Gateway gateway;
    private final Executor threads;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * What was seen.
     *
     * @param id of the call that met the fault
     * @param answer to it
     * @param detect from its start to its answer
     * @param recover from the end of the fault to the end of the next good call; null if it cannot end
     */
    record Seen(String id, Answer answer, Duration detect, Duration recover) {}

    FaultRun(Fault fault, Gateway gateway, Executor threads) {
        this.fault = fault;
        this.gateway = gateway;
        this.threads = threads;
    }

    Seen run() throws Exception {
        if (!fault.scene().lasts()) {
            awaitGoodCall("a good call before " + fault.title());
        }
        fault.scene().begin(gateway, fault.server());
        String id = nextId();
        long sent = System.nanoTime();
        CompletableFuture<Answer> call = CompletableFuture.supplyAsync(
                () -> gateway.call(fault.server(), fault.scene().tool(), id), threads);
        fault.scene().during();
        Answer answer = call.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        Duration detect = since(sent);
        if (fault.scene().lasts()) {
            return new Seen(id, answer, detect, null);
        }
        fault.scene().lift();
        long lifted = System.nanoTime();
        awaitGoodCall("a good call after " + fault.title());
        return new Seen(id, answer, detect, since(lifted));
    }

    private void awaitGoodCall(String alias) {
        await(alias)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(PACE)
                .until(() -> gateway.call(fault.server(), SANE_TOOL, nextId()).outcome() == Outcome.SUCCESS);
    }

    private String nextId() {
        return fault.server() + "-" + calls.incrementAndGet();
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
