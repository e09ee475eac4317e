package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.acceptance.ChaosServer.Fault;
import io.mehari.call.Outcome;
import io.mehari.protocol.Json;
import io.mehari.support.Footprint;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Trials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Faults that pass, against the running gateway: no person does anything. Calls that may be sent again succeed within their
 * time, all others end in the right outcome and the next call succeeds; nothing that may not run twice does.
 */
class ChaosIT {
    private static final Map<Fault, Outcome> OF_WRITES = Map.of(
            Fault.STATUS_500, Outcome.BAD_UPSTREAM,
            Fault.SESSION_LOST, Outcome.SUCCESS,
            Fault.CRASH, Outcome.OUTCOME_UNKNOWN,
            Fault.HANG, Outcome.TIMED_OUT,
            Fault.GARBAGE, Outcome.BAD_UPSTREAM,
            Fault.RATE_LIMIT, Outcome.SUCCESS);

    @TempDir
    static Path directory;

    /** Numbers of trials that no other test has. */
    private static final int WARM_UP = 100_000;

    private static final int SOAK = 200_000;

    /** One every three seconds. */
    private static final int AN_HOUR_OF_FAULTS = 1_200;

    /** Connections of the test's own client come and go. */
    private static final long DESCRIPTOR_SLACK = 4;

    /** The cache of the database, samples of an hour, and what the faulty server remembers of its calls. */
    private static final long HEAP_SLACK = 16L << 20;

    private static ChaosServer server;
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        server = new ChaosServer();
        String servers = new Servers().with("chaos", ChaosIT::entry).toString();
        gateway = GatewayUnderTest.start(directory, servers).awaitTools(List.of("chaos"));
    }

    private static void entry(ObjectNode entry) {
        entry.put("url", server.url()).put("type", "streamable-http");
        entry.putObject("timeout").put("attempt", "3s").put("total", "30s");
        entry.putObject("retry").put("max", 3).put("base", "300ms");
        entry.putObject("breaker").put("window", 1000);
        entry.putObject("tools").putObject("read").put("idempotent", true);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
            gateway = null;
        }
        server.close();
    }

    /** Faults of the whole server: met by others, too, and a call whose session goes twice is not sent a third time. */
    private static final Set<Fault> ONE_AT_A_TIME = EnumSet.of(Fault.CRASH, Fault.SESSION_LOST);

    @ParameterizedTest
    @EnumSource
    @DisplayName("S1.1 S1.3 every fault that can pass is recovered from without a person, and nothing runs twice")
    void faultsHeal(Fault fault) {
        int trials = Trials.count(10, 200);
        ExecutorService callers = Executors.newFixedThreadPool(ONE_AT_A_TIME.contains(fault) ? 1 : 10);
        try {
            List<CompletableFuture<Integer>> all = new ArrayList<>();
            IntStream.range(0, trials)
                    .forEach(i -> all.add(CompletableFuture.supplyAsync(() -> trial(fault, i), callers)));
            int recovered = all.stream().mapToInt(CompletableFuture::join).sum();
            System.out.printf("chaos %s: %d of %d calls that may be sent again succeeded%n", fault, recovered, trials);
            assertThat(recovered).isGreaterThanOrEqualTo((trials * 9 + 9) / 10);
        } finally {
            callers.shutdownNow();
        }
    }

    /** One call that may run twice, and one that may not, each with a call after it. */
    private static int trial(Fault fault, int number) {
        String id = fault + "-" + number;
        Outcome read = outcome(call("read", "read-" + id, fault));
        JsonNode write = call("write", "write-" + id, fault);
        assertThat(outcome(write)).as("%s: %s", id, write).isEqualTo(OF_WRITES.get(fault));
        assertThat(server.runs("write-" + id)).as("runs of %s", id).isLessThanOrEqualTo(1);
        JsonNode after = call("write", "after-" + id, null);
        assertThat(outcome(after)).as("the next call after %s: %s", id, after).isEqualTo(Outcome.SUCCESS);
        assertThat(server.runs("after-" + id)).isEqualTo(1);
        return read == Outcome.SUCCESS ? 1 : 0;
    }

    /** Fifty calls at once that all meet the loss of the session. */
    @Test
    @DisplayName("S1.2 a burst of fifty calls that lose their session is served by a new one")
    void aBurstHeals() {
        ExecutorService callers = Executors.newFixedThreadPool(50);
        try {
            List<CompletableFuture<Outcome>> all = IntStream.range(0, 50)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> outcome(call("write", "burst-" + i, i == 0 ? Fault.SESSION_LOST : null)), callers))
                    .toList();
            assertThat(all).extracting(CompletableFuture::join).containsOnly(Outcome.SUCCESS);
            assertThat(IntStream.range(0, 50).map(i -> server.runs("burst-" + i)))
                    .containsOnly(1);
        } finally {
            callers.shutdownNow();
        }
    }

    /** Every kind in turn. In the proof one every three seconds for an hour, in every build each but the slow one twice. */
    @Test
    @DisplayName("soak: faults every few seconds leave nothing behind")
    void faultsLeaveNothingBehind() throws Exception {
        List<Fault> kinds = new ArrayList<>(List.of(Fault.values()));
        kinds.removeIf(kind -> Trials.count(1, 0) == 1 && kind == Fault.HANG);
        for (Fault kind : kinds) {
            trial(kind, WARM_UP);
        }
        Footprint before = Footprint.take();
        int faults = Trials.count(2 * kinds.size(), AN_HOUR_OF_FAULTS);
        CountDownLatch left = new CountDownLatch(faults);
        ScheduledExecutorService caller = Executors.newSingleThreadScheduledExecutor();
        try {
            ScheduledFuture<?> soak = caller.scheduleAtFixedRate(
                    () -> {
                        int number = faults - (int) left.getCount();
                        trial(kinds.get(number % kinds.size()), SOAK + number);
                        left.countDown();
                    },
                    0,
                    Trials.count(1, 3_000),
                    TimeUnit.MILLISECONDS);
            Awaitility.await("all faults")
                    .atMost(Duration.ofHours(2))
                    .until(() -> left.getCount() == 0 || soak.isDone());
            if (left.getCount() > 0) {
                soak.get(); // with what ended it before its time
            }
        } finally {
            caller.shutdownNow();
        }
        Awaitility.await("everything is as it was")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> checkSame(Footprint.take(), before));
    }

    private static void checkSame(Footprint now, Footprint before) {
        assertThat(now.processes()).as("processes").isEqualTo(before.processes());
        assertThat(now.threads()).as("threads").isLessThanOrEqualTo(before.threads());
        assertThat(now.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors() + DESCRIPTOR_SLACK);
        now.connections()
                .forEach((kind, count) -> assertThat(count)
                        .as(kind + " objects")
                        .isLessThanOrEqualTo(before.connections().getOrDefault(kind, 0L)));
        assertThat(now.heapBytes()).as("live heap").isLessThanOrEqualTo(before.heapBytes() + HEAP_SLACK);
    }

    /** What the gateway answers. */
    private static JsonNode call(String tool, String id, Fault fault) {
        ObjectNode arguments = Json.object().put("call", id);
        if (fault != null) {
            arguments.put("fault", fault.name());
        }
        try {
            return Json.read(gateway.post("/api/v1/tools/chaos/" + tool, Json.text(arguments))
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome outcome(JsonNode reply) {
        return reply.path("success").asBoolean()
                ? Outcome.SUCCESS
                : Outcome.valueOf(reply.at("/error/code").asText().toUpperCase(Locale.ROOT));
    }
}
