package io.mehari.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.bench.EchoServer;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.support.Trials;
import io.mehari.upstream.UpstreamState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StdioKillIT {
    private static final int CALLERS = 4;
    private static final int KILLS = Trials.count(40, 200);
    private static final int CALLS_PER_KILL = 50;
    private static final int CALLS = KILLS * CALLS_PER_KILL;

    private final StdioFixture fixture = new StdioFixture();
    private final Queue<Failed> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger succeeded = new AtomicInteger();
    private final Semaphore permits = new Semaphore(0);
    private StdioUpstream upstream;

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
    }

    @Test
    void everyCallEndsOnceAndNoneRunsTwiceWhileTheServerIsKilled(@TempDir Path folder) throws Exception {
        Path executions = folder.resolve("executions");
        upstream = StdioFixture.ready(
                fixture.upstream(StdioLimits.DEFAULTS, EchoServer.class, "--log", executions.toString()));
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        for (int i = 0; i < CALLS; i++) {
            callers.execute(this::call);
        }
        for (int kill = 0; kill < KILLS; kill++) {
            int enough = succeeded.get() + CALLS_PER_KILL / 2;
            permits.release(CALLS_PER_KILL);
            await().atMost(StdioFixture.LIMIT)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> succeeded.get() >= enough && upstream.state() == UpstreamState.READY);
            fixture.newProcesses().forEach(ProcessHandle::destroyForcibly);
        }
        callers.shutdown();
        assertThat(callers.awaitTermination(StdioFixture.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        List<String> ran = Files.readAllLines(executions);
        assertThat(ended).hasValue(CALLS);
        assertThat(ran).doesNotHaveDuplicates().hasSizeBetween(succeeded.get(), CALLS);
        assertThat(succeeded.get()).isGreaterThanOrEqualTo(CALLS - KILLS * CALLERS);
        assertThat(failures).isNotEmpty().hasSize(CALLS - succeeded.get()).allSatisfy(failure -> {
            assertThat(failure.outcome()).isIn(Outcome.OUTCOME_UNKNOWN, Outcome.UNAVAILABLE);
            assertThat(failure.upstreamDown()).isTrue();
            assertThat(failure.message()).contains("faulty");
        });
        assertThat(upstream.status().restarts()).isBetween(KILLS - 1L, (long) KILLS);
        assertThat(upstream.status().inFlight()).isZero();
    }

    private void call() {
        permits.acquireUninterruptibly();
        int number = made.getAndIncrement();
        ObjectNode arguments = Json.object().put("millis", 1).put("id", number);
        try {
            StdioFixture.result(StdioFixture.call(upstream, "sleep", arguments));
            succeeded.incrementAndGet();
        } catch (ExecutionException e) {
            failures.add(((ToolCallException) e.getCause()).result());
        } catch (Exception e) {
            throw new AssertionError("A call did not end", e);
        }
        ended.incrementAndGet();
    }
}
