package io.mehari.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.call.Quota;
import io.mehari.redis.RedisCommands;
import io.mehari.redis.RedisConnection;
import io.mehari.redis.RedisSettings;
import io.mehari.support.RedisProgram;
import io.mehari.support.Trials;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits of several gateways on one real Redis: well, gone, standing still, emptied, and with what others have written. */
@DisplayName("S0.17: rate limit per caller, shared")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RedisCallCounterIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final RateLimit USUAL = RateLimit.of(100, Duration.ofHours(1), 20);
    private static final int GATEWAYS = 3;
    private static final String KEY = RedisCallCounter.PREFIX + "a";

    private final HashedWheelTimer timer =
            new HashedWheelTimer(new DefaultThreadFactory("mehari-test-timer", true), 10, TimeUnit.MILLISECONDS);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final RedisProgram redis = opened(RedisProgram.started());

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        timer.stop();
    }

    /** In an hour's window no call is added in the time that the test takes, so what is granted is the burst, to the call. */
    @Test
    void threeGatewaysGrantTheBurstOnceToManyThreads() throws Exception {
        RateLimit limit = RateLimit.of(1, Duration.ofHours(1), 1_000);
        List<SharedRateLimiter> gateways = gateways(LIMIT);
        ExecutorService threads = Executors.newFixedThreadPool(2 * GATEWAYS);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int thread = 0; thread < 2 * GATEWAYS; thread++) {
                SharedRateLimiter gateway = gateways.get(thread % GATEWAYS);
                counts.add(threads.submit(() -> granted(gateway, "a", limit, 400)));
            }
            int all = 0;
            for (Future<Integer> count : counts) {
                all += count.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(all).isEqualTo(1_000);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void grantsAsTheLocalOneDoes() {
        SharedRateLimiter gateway = gateways(LIMIT).get(0);
        assertThat(granted(gateway, "a", USUAL, 50)).isEqualTo(20);
        Quota over = take(gateway, "a", USUAL);
        assertThat(over.granted()).isFalse();
        assertThat(over.remaining()).isZero();
        assertThat(over.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(36));
        assertThat(over.reset()).isBetween(Duration.ofSeconds(650), Duration.ofSeconds(720));
        assertThat(over.policy()).isEqualTo(USUAL.policy());
        assertThat(take(gateway, "b", USUAL).remaining()).as("another caller").isEqualTo(19);
        assertThat(redis.command("PTTL", KEY)).as("forgotten by itself").matches("(?s):(6[5-9]|7[0-2])\\d{4}\r.*");
    }

    /** The script and the limiter of this process, with limits of any size, as far as they can be told apart in a moment. */
    @Test
    void leavesWhatTheLocalOneLeavesForAnyLimit() {
        SharedRateLimiter gateway = gateways(LIMIT).get(0);
        Random random = Trials.random(61);
        for (int trial = 0; trial < Trials.count(40, 1_000); trial++) {
            int burst = 1 + random.nextInt(random.nextBoolean() ? 5 : 100_000);
            RateLimit limit = RateLimit.of(1 + random.nextInt(60), Duration.ofHours(1), burst);
            LocalRateLimiter local = new LocalRateLimiter(10, () -> 0);
            for (int i = 0; i < Math.min(burst + 3, 12); i++) {
                Quota here = local.take("a", limit).join();
                Quota there = take(gateway, "trial-" + trial, limit);
                assertThat(there.granted()).as("call %d of %s", i, limit).isEqualTo(here.granted());
                assertThat(there.remaining()).as("call %d of %s", i, limit).isEqualTo(here.remaining());
                assertThat(here.reset().minus(there.reset()))
                        .as("call %d of %s", i, limit)
                        .isBetween(Duration.ofNanos(-1_000), LIMIT);
            }
        }
    }

    @Test
    void whatIsForeignUnderAKeyIsReplaced() {
        SharedRateLimiter gateway = gateways(LIMIT).get(0);
        for (String[] written : new String[][] {
            {"SET", KEY, "something"},
            {"SET", KEY, "nan"},
            {"SET", KEY, "-inf"},
            {"RPUSH", KEY, "a", "list"}
        }) {
            redis.command("DEL", KEY);
            redis.command(written);
            assertThat(take(gateway, "a", USUAL).remaining())
                    .as(String.join(" ", written))
                    .isEqualTo(19);
        }
        redis.command("SET", KEY, "1e300");
        Quota far = take(gateway, "a", USUAL);
        assertThat(far.granted()).isFalse();
        assertThat(far.reset()).as("a whole burst, not more").isLessThanOrEqualTo(Duration.ofNanos(USUAL.span()));
        assertThat(gateway.problem()).isEmpty();
    }

    @Test
    void withoutRedisEachCountsByItselfAndThenTogetherAgain() {
        SharedRateLimiter gateway = gateways(RedisCommands.PATIENT_LIMIT).get(0);
        assertThat(granted(gateway, "a", USUAL, 5)).isEqualTo(5);
        redis.stop();
        assertThat(granted(gateway, "a", USUAL, 50)).as("the five are known").isEqualTo(15);
        assertThat(gateway.problem()).isPresent();
        assertThat(gateway.failed()).isPositive();
        assertThat(gateway.skipped()).isPositive();
        redis.start();
        awaitCounted(gateway);
        assertThat(gateway.problem()).isEmpty();
        assertThat(granted(gateway, "a", USUAL, 50))
                .as("a Redis that was emptied gives a burst, not more")
                .isEqualTo(20);
    }

    @Test
    void aRedisThatStandsStillKeepsNoCallWaiting() throws Exception {
        SharedRateLimiter gateway = gateways(RedisCommands.LIMIT).get(0);
        redis.pause();
        List<Future<Quota>> quotas = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            quotas.add(gateway.take("a", USUAL));
        }
        int granted = 0;
        for (Future<Quota> quota : quotas) {
            granted += quota.get(LIMIT.toSeconds(), TimeUnit.SECONDS).granted() ? 1 : 0;
        }
        assertThat(granted).isEqualTo(20);
        assertThat(gateway.problem()).isPresent();
        redis.resume();
        awaitCounted(gateway);
    }

    /** Redis stands still while they come, so that it is known which of them find a question under way. */
    @Test
    void callsThatComeWhileOneIsAskedForAreAskedForTogether() {
        SharedRateLimiter gateway = gateways(LIMIT).get(0);
        long counted = gateway.counted();
        int before = questions();
        redis.pause();
        List<CompletableFuture<Quota>> one = new ArrayList<>();
        List<CompletableFuture<Quota>> other = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            one.add(gateway.take("one", USUAL));
            other.add(gateway.take("other-" + i % 10, USUAL));
        }
        redis.resume();
        assertThat(granted(one)).isEqualTo(20);
        assertThat(one.subList(0, 20))
                .as("as they came")
                .allMatch(quota -> quota.join().granted());
        assertThat(one.get(19).join().remaining()).isZero();
        assertThat(granted(other)).as("ten callers with five calls each").isEqualTo(50);
        assertThat(other.get(49).join().remaining()).isEqualTo(15);
        assertThat(questions() - before).isEqualTo(2);
        assertThat(gateway.counted() - counted).as("calls").isEqualTo(100);
    }

    @Test
    void forACallerWithManyCallsRedisIsAskedSeldom() {
        RateLimit limit = RateLimit.of(1, Duration.ofHours(1), 100_000);
        SharedRateLimiter gateway = gateways(LIMIT).get(0);
        long counted = gateway.counted();
        int before = questions();
        for (int i = 1; i <= 5_000; i++) {
            assertThat(take(gateway, "a", limit).remaining())
                    .as("after %d calls", i)
                    .isEqualTo(100_000 - i);
        }
        assertThat(questions() - before).isLessThan(500);
        assertThat(gateway.counted() - counted).isEqualTo(5_000);
    }

    /** The other gateway is asked until it sees no more than was made, each time by one call more. */
    @Test
    void whatWasGrantedAheadAndNotMadeIsGivenBack() {
        RateLimit limit = RateLimit.of(1, Duration.ofHours(1), 100_000);
        List<SharedRateLimiter> gateways = gateways(LIMIT);
        for (int i = 0; i < 50; i++) {
            take(gateways.get(0), "a", limit);
        }
        AtomicInteger made = new AtomicInteger(50);
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(400)) // with a pause in between its own reserve goes, too
                .until(() -> take(gateways.get(1), "a", limit).remaining() == 100_000 - made.incrementAndGet());
    }

    @Test
    void aLimitIsNeverExceededAndGivenUpToAHundredthWhereCallsAreGrantedAhead() throws Exception {
        RateLimit limit = RateLimit.of(1, Duration.ofHours(1), 20_000);
        List<SharedRateLimiter> gateways = gateways(LIMIT);
        ExecutorService threads = Executors.newFixedThreadPool(GATEWAYS);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (SharedRateLimiter gateway : gateways) {
                counts.add(threads.submit(() -> untilRefused(gateway, "a", limit)));
            }
            int all = 0;
            for (Future<Integer> count : counts) {
                all += count.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
            assertThat(all).isBetween(19_800, 20_000);
            int before = all;
            AtomicInteger later = new AtomicInteger();
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> assertThat(before + later.addAndGet(untilRefused(gateways.get(0), "a", limit)))
                            .as("what was not made is given back")
                            .isEqualTo(20_000));
        } finally {
            threads.shutdownNow();
        }
    }

    private static int untilRefused(SharedRateLimiter gateway, String caller, RateLimit limit) {
        int granted = 0;
        while (take(gateway, caller, limit).granted()) {
            granted++;
        }
        return granted;
    }

    @Test
    void whatFindsNoPlaceToWaitIsCountedHere() {
        SharedRateLimiter gateway = gateways(LIMIT).get(0);
        RateLimit limit = RateLimit.of(1, Duration.ofHours(1), 5_000);
        redis.pause();
        List<CompletableFuture<Quota>> asked = new ArrayList<>();
        for (int i = 0; i < 1 + RedisCallCounter.MOST; i++) {
            asked.add(gateway.take("a", limit));
        }
        assertThat(asked).noneMatch(CompletableFuture::isDone);
        assertThat(gateway.take("a", limit)).isCompleted();
        assertThat(gateway.failed()).isEqualTo(1);
        redis.resume();
        assertThat(granted(asked)).isEqualTo(asked.size());
        assertThat(take(gateway, "a", limit).remaining()).isEqualTo(5_000 - asked.size() - 1);
    }

    /** Scripts that Redis has run. */
    private int questions() {
        Matcher calls = Pattern.compile("cmdstat_evalsha:calls=(\\d+)").matcher(redis.command("INFO", "commandstats"));
        return calls.find() ? Integer.parseInt(calls.group(1)) : 0;
    }

    private static long granted(List<CompletableFuture<Quota>> quotas) {
        return quotas.stream().filter(quota -> quota.join().granted()).count();
    }

    private void awaitCounted(SharedRateLimiter gateway) {
        long before = gateway.counted();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            take(gateway, "other", USUAL);
            return gateway.counted() > before;
        });
    }

    private List<SharedRateLimiter> gateways(Duration wait) {
        List<SharedRateLimiter> gateways = new ArrayList<>();
        for (int i = 0; i < GATEWAYS; i++) {
            RedisConnection connection = opened(RedisConnection.begin(new RedisSettings(redis.url(), "", "")));
            await().atMost(LIMIT).until(() -> connection.client().isPresent());
            SharedRateLimiter gateway = new SharedRateLimiter(
                    new LocalRateLimiter(1_000, System::nanoTime),
                    new RedisCallCounter(
                            new RedisCommands("tests", connection, wait, timer, System::nanoTime),
                            timer,
                            System::nanoTime),
                    new RateLimitSettings(true, 1, Duration.ofHours(1), 1, 1_000, true, 1, List.of()));
            awaitCounted(gateway);
            gateways.add(gateway);
        }
        return gateways;
    }

    private static Quota take(SharedRateLimiter gateway, String caller, RateLimit limit) {
        return gateway.take(caller, limit).join();
    }

    private static int granted(SharedRateLimiter gateway, String caller, RateLimit limit, int calls) {
        int granted = 0;
        for (int i = 0; i < calls; i++) {
            granted += take(gateway, caller, limit).granted() ? 1 : 0;
        }
        return granted;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(0, part);
        return part;
    }
}
