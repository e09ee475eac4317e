package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.support.GatewayUnderTest;
import io.mehari.support.RedisProgram;
import io.mehari.support.Trials;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Redis stands still, is killed and comes back, again and again, while callers go on: no call fails, and none takes longer than {@link
 * #LONGEST}. The database tier beside it goes on.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class CacheChaosIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Far more than the tiers may take together, and far less than any limit of a call. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int CALLERS = 8;
    private static final int KEYS = 40;

    @TempDir
    Path directory;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @Test
    void noCallFailsWhateverBecomesOfRedis() throws Exception {
        String servers = new Servers()
                .java(
                        "echo",
                        entry -> entry.putObject("cache").put("ttl", "200ms").put("staleWhileRevalidate", "300ms"),
                        "io.mehari.bench.EchoServer")
                .toString();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (RedisProgram redis = RedisProgram.started();
                GatewayUnderTest gateway = GatewayUnderTest.start(
                                directory,
                                servers,
                                Map.of("mehari.redis.url", redis.url(), "mehari.cache.database.enabled", "true"))
                        .awaitTools(List.of("echo"))) {
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                callers.execute(() -> callOn(gateway, caller));
            }
            for (int round = 0; round < Trials.count(2, 50); round++) {
                awaitCalls();
                redis.pause();
                awaitCalls();
                redis.resume();
                awaitCalls();
                redis.stop();
                awaitCalls();
                redis.start();
            }
            awaitCalls();
            await().atMost(LIMIT).until(() -> !redis.command("DBSIZE").startsWith(":0"));
            over.set(true);
            callers.shutdown();
            assertThat(callers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(failures).isEmpty();
            System.out.printf(
                    "cache chaos: %d calls, the longest took %d ms%n", answered.get(), longest.get() / 1_000_000);
            await().atMost(LIMIT).until(() -> {
                call(gateway, "c" + System.nanoTime()); // nothing else would try whether a tier is back
                return !gateway.get("/diagnostics").body().contains("cache_tier_down");
            });
        } finally {
            callers.shutdownNow();
        }
    }

    private void awaitCalls() {
        long until = answered.get() + Trials.count(300, 2000);
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> answered.get() >= until || !failures.isEmpty());
        assertThat(failures).isEmpty();
    }

    private void callOn(GatewayUnderTest gateway, int caller) {
        for (int i = 0; !over.get(); i++) {
            long begun = System.nanoTime();
            String message = i % 3 == 0 ? caller + "-" + i : "k" + i % KEYS;
            try {
                HttpResponse<String> answer = call(gateway, message);
                if (answer.statusCode() != 200 || !answer.body().contains(message)) {
                    failures.add(answer.statusCode() + " " + answer.body());
                }
            } catch (UncheckedIOException e) {
                failures.add(e + " " + e.getCause());
            }
            long took = System.nanoTime() - begun;
            longest.accumulateAndGet(took, Math::max);
            answered.incrementAndGet();
        }
    }

    private static HttpResponse<String> call(GatewayUnderTest gateway, String message) {
        return gateway.send(gateway.request("/echo/echo")
                .timeout(LONGEST)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"message\":\"" + message + "\"}")));
    }
}
