package io.mehari.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Quota;
import io.mehari.support.Trials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A clock that stands still until the test moves it; what is granted in which time. */
@DisplayName("S0.17: rate limit per caller")
class LocalRateLimiterTest {
    private static final RateLimit USUAL = RateLimit.of(100, Duration.ofMinutes(1), 20);
    private static final int CALLERS = 16;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final LocalRateLimiter limiter = new LocalRateLimiter(10_000, nanos::get);

    static IntStream trials() {
        return Trials.each(40, 4_000);
    }

    @Test
    void aBurstAndThenOneInEachInterval() {
        assertThat(granted("a", USUAL, 50)).isEqualTo(20);
        pass(Duration.ofMillis(599));
        assertThat(granted("a", USUAL, 5)).isZero();
        pass(Duration.ofMillis(1));
        assertThat(granted("a", USUAL, 5)).isEqualTo(1);
        pass(Duration.ofSeconds(6));
        assertThat(granted("a", USUAL, 50)).isEqualTo(10);
        pass(Duration.ofHours(5));
        assertThat(granted("a", USUAL, 50))
                .as("a pause gives a burst, not more")
                .isEqualTo(20);
        assertThat(granted("b", USUAL, 50)).as("another caller").isEqualTo(20);
    }

    @Test
    void tellsWhatIsLeftAndHowLongToWait() {
        Quota first = take("a", USUAL);
        assertThat(first.granted()).isTrue();
        assertThat(first.remaining()).isEqualTo(19);
        assertThat(first.reset()).isEqualTo(Duration.ofMillis(600));
        assertThat(first.retryAfter()).isZero();
        assertThat(first.policy()).isEqualTo("\"calls\";q=100;w=60, \"burst\";q=20;w=12");

        granted("a", USUAL, 18);
        Quota last = take("a", USUAL);
        assertThat(last.granted()).isTrue();
        assertThat(last.remaining()).isZero();
        assertThat(last.retryAfter()).isEqualTo(Duration.ofMillis(600));

        pass(Duration.ofMillis(200));
        Quota over = take("a", USUAL);
        assertThat(over.granted()).isFalse();
        assertThat(over.remaining()).isZero();
        assertThat(over.retryAfter()).isEqualTo(Duration.ofMillis(400));
        assertThat(over.reset()).isEqualTo(Duration.ofMillis(11_800));

        pass(over.retryAfter().minusNanos(1));
        assertThat(take("a", USUAL).granted()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(take("a", USUAL).granted()).as("when it said").isTrue();
    }

    /** The limit in any window: after each granted call, back to each earlier one. */
    @ParameterizedTest
    @MethodSource("trials")
    void neverMoreThanBurstAndRateInAnyWindow(int trial) {
        Random random = Trials.random(trial);
        RateLimit limit = RateLimit.of(
                1 + random.nextInt(random.nextBoolean() ? 10 : 100_000),
                Duration.ofMillis(1_000 + random.nextInt(100_000)),
                1 + random.nextInt(30));
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            if (random.nextInt(3) > 0) {
                nanos.addAndGet(
                        (long) (random.nextDouble() * limit.intervalNanos() * (random.nextInt(40) == 0 ? 50 : 2)));
            }
            if (take("a", limit).granted()) {
                times.add(nanos.get());
            }
        }
        double perNano = limit.calls() / (double) limit.window().toNanos();
        for (int from = 0; from < times.size(); from++) {
            for (int to = from; to < times.size(); to++) {
                long window = times.get(to) - times.get(from);
                assertThat(to - from + 1).as("in %d ns, %s", window, limit).isLessThanOrEqualTo((int)
                        Math.floor(limit.burst() + window * perNano + 1e-6));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("trials")
    void neverFewerIfAskedSteadily(int trial) {
        Random random = Trials.random(trial);
        RateLimit limit = RateLimit.of(
                1 + random.nextInt(100_000),
                Duration.ofMillis(1_000 + random.nextInt(100_000)),
                1 + random.nextInt(30));
        for (int i = 0; i < 500; i++) {
            assertThat(take("a", limit).granted()).as("call %d of %s", i, limit).isTrue();
            nanos.addAndGet(limit.intervalNanos());
        }
        assertThat(limit.intervalNanos() * limit.calls() - limit.window().toNanos())
                .as("the interval is the window's share, to the nanosecond")
                .isBetween(0L, (long) limit.calls());
    }

    /** At one moment, from many threads, while places are given up and taken again all the time. */
    @Test
    void isExactWhenManyThreadsCallAtOnce() throws Exception {
        LocalRateLimiter small = new LocalRateLimiter(CALLERS / 2, nanos::get);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < Trials.count(200, 20_000); round++) {
                List<Future<Integer>> counts = new ArrayList<>();
                for (int thread = 0; thread < 4; thread++) {
                    counts.add(threads.submit(() -> {
                        int count = 0;
                        for (int i = 0; i < 40; i++) {
                            count += small.take("a", USUAL).join().granted() ? 1 : 0;
                            small.take("caller-" + i % CALLERS, USUAL);
                        }
                        return count;
                    }));
                }
                int all = 0;
                for (Future<Integer> count : counts) {
                    all += count.get();
                }
                // It may have to share a place with others, who then take of what it has: never more.
                assertThat(all).as("round %d", round).isLessThanOrEqualTo(20);
                pass(Duration.ofSeconds(13));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aCallerWithAPlaceOfItsOwnGetsExactlyItsBurstFromManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                counts.add(threads.submit(() -> granted("a", USUAL, 5_000)));
            }
            int all = 0;
            for (Future<Integer> count : counts) {
                all += count.get();
            }
            assertThat(all).isEqualTo(20);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void keepsAsManyCallersAsAllowedAndForgetsNoneThatIsOver() {
        LocalRateLimiter small = new LocalRateLimiter(100, nanos::get);
        for (int i = 0; i < 20; i++) {
            small.take("over", USUAL);
        }
        for (int i = 0; i < 100_000; i++) {
            small.take("flood-" + i, USUAL);
            assertThat(small.size()).isLessThanOrEqualTo(100);
        }
        assertThat(small.take("over", USUAL).join().granted()).isFalse();
        assertThat(small.sharing()).isEqualTo(100_000 - 99);
        assertThat(small.take("newcomer", USUAL).join().granted())
                .as("those without a place are counted as one")
                .isFalse();

        pass(Duration.ofMillis(600));
        assertThat(small.take("over", USUAL).join().granted()).isTrue();
        pass(Duration.ofSeconds(12));
        assertThat(small.take("newcomer", USUAL).join().remaining())
                .as("whose burst is there again has made room")
                .isEqualTo(19);
        assertThat(small.size()).isEqualTo(1);
    }

    @Test
    void aSmallerBoundHoldsAsSoonAsThatChangesNothing() {
        for (int i = 0; i < 100; i++) {
            take("caller-" + i, USUAL);
        }
        limiter.change(10, name -> USUAL);
        assertThat(limiter.size()).isEqualTo(100);
        pass(Duration.ofSeconds(1));
        take("another", USUAL);
        assertThat(limiter.size()).isEqualTo(1);
    }

    @Test
    void anotherLimitHoldsForWhatWasUsedAlready() {
        assertThat(granted("a", USUAL, 50)).isEqualTo(20);
        RateLimit wider = RateLimit.of(6_000, Duration.ofMinutes(1), 100);
        limiter.change(10_000, name -> wider);
        assertThat(granted("a", wider, 500)).isZero();
        pass(Duration.ofMillis(10));
        assertThat(granted("a", wider, 500)).isEqualTo(1);

        RateLimit narrower = RateLimit.of(60, Duration.ofMinutes(1), 2);
        limiter.change(10_000, name -> narrower);
        assertThat(granted("a", narrower, 5)).as("one second is owed").isEqualTo(1);
        assertThat(granted("b", narrower, 5)).isEqualTo(2);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Quota take(String caller, RateLimit limit) {
        return limiter.take(caller, limit).join();
    }

    private int granted(String caller, RateLimit limit, int calls) {
        int granted = 0;
        for (int i = 0; i < calls; i++) {
            granted += take(caller, limit).granted() ? 1 : 0;
        }
        return granted;
    }
}
