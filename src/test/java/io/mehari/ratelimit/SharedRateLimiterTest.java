package io.mehari.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Quota;
import io.mehari.ratelimit.CallCounter.Counted;
import io.mehari.support.ChangesBehaviour;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When the store counts and when this process does; what each knows of the other. */
@DisplayName("S0.17: rate limit per caller, shared")
class SharedRateLimiterTest {
    private static final RateLimit USUAL = RateLimit.of(100, Duration.ofMinutes(1), 20);

    private final AtomicLong nanos = new AtomicLong();
    private final LocalRateLimiter store = new LocalRateLimiter(100, nanos::get);
    private final LocalRateLimiter local = new LocalRateLimiter(100, nanos::get);
    private boolean down;
    private SharedRateLimiter limiter = limiter(settings(true, 1));

    @Test
    void theStoreCountsForAllOfThem() {
        SharedRateLimiter other = limiter(settings(true, 1));
        assertThat(granted(limiter, 15)).isEqualTo(15);
        assertThat(granted(other, 50)).isEqualTo(5);
        Quota over = take(other);
        assertThat(over.remaining()).isZero();
        assertThat(over.retryAfter()).isEqualTo(Duration.ofMillis(600));
        assertThat(over.policy()).isEqualTo("\"calls\";q=100;w=60, \"burst\";q=20;w=12");
    }

    @Test
    void whoHasUsedItsBurstElsewhereDoesNotGetItAgainWhenTheStoreIsGone() {
        granted(limiter, 50);
        down = true;
        assertThat(granted(limiter, 50)).isZero();
        nanos.addAndGet(Duration.ofMillis(1_200).toNanos());
        assertThat(granted(limiter, 50)).isEqualTo(2);
        assertThat(limiter.problem()).contains("gone");
    }

    @Test
    @ChangesBehaviour("mehari.rate-limit.instances")
    void withoutTheStoreEachGrantsItsShare() {
        limiter = limiter(settings(true, 4));
        down = true;
        assertThat(granted(limiter, 50)).isEqualTo(5);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(granted(limiter, 50)).isEqualTo(5);
        nanos.addAndGet(Duration.ofMillis(2_400).toNanos());
        assertThat(granted(limiter, 50)).as("one in four intervals").isEqualTo(1);
        assertThat(RateLimit.of(10, Duration.ofMinutes(1), 2).share(4).burst())
                .as("never none")
                .isEqualTo(1);
    }

    @Test
    void isSwitchedWhileItRuns() {
        granted(limiter, 20);
        limiter.change(settings(false, 1), name -> USUAL);
        assertThat(granted(limiter, 50)).as("what was used is known here").isZero();
        nanos.addAndGet(Duration.ofSeconds(12).toNanos());
        assertThat(granted(limiter, 50)).isEqualTo(20);
        limiter.change(settings(true, 1), name -> USUAL);
        assertThat(granted(limiter, 50)).as("the store has not heard of these").isEqualTo(20);
    }

    @Test
    void callersOfOthersTakeNoPlaceFromThoseWhoCallHere() {
        LocalRateLimiter small = new LocalRateLimiter(1, nanos::get);
        small.take("a", USUAL);
        small.owes("b", USUAL.span());
        assertThat(small.size()).isEqualTo(1);
        assertThat(small.sharing()).isZero();
        assertThat(small.take("c", USUAL).join().remaining())
                .as("those without a place are not charged")
                .isEqualTo(19);
    }

    private SharedRateLimiter limiter(RateLimitSettings settings) {
        return new SharedRateLimiter(local, new Store(), settings);
    }

    private static RateLimitSettings settings(boolean shared, int instances) {
        return new RateLimitSettings(true, 100, Duration.ofMinutes(1), 20, 100, shared, instances, List.of());
    }

    private static Quota take(RateLimiter limiter) {
        return limiter.take("a", USUAL).join();
    }

    private static int granted(RateLimiter limiter, int calls) {
        int granted = 0;
        for (int i = 0; i < calls; i++) {
            granted += take(limiter).granted() ? 1 : 0;
        }
        return granted;
    }

    private final class Store implements CallCounter {
        @Override
        public CompletionStage<Counted> count(String caller, RateLimit limit) {
            if (down) {
                return CompletableFuture.failedFuture(new IllegalStateException("gone"));
            }
            return store.take(caller, limit)
                    .thenApply(
                            quota -> new Counted(quota.granted(), quota.reset().toNanos()));
        }

        @Override
        public Optional<String> problem() {
            return down ? Optional.of("gone") : Optional.empty();
        }

        @Override
        public long counted() {
            return 0;
        }

        @Override
        public long failed() {
            return 0;
        }

        @Override
        public long skipped() {
            return 0;
        }
    }
}
