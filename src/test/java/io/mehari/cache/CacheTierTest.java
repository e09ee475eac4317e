package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.redis.OutageBreaker;
import io.mehari.support.ManualTimer;
import io.mehari.support.MovableClock;
import io.mehari.support.Tools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What a tier makes of a store that is well, slow, broken, or full of what someone else has written. */
class CacheTierTest {
    private static final Duration LIMIT = Duration.ofMillis(50);
    private static final Duration TTL = Duration.ofMinutes(5);

    private final ManualTimer timer = new ManualTimer();
    private final MovableClock clock = new MovableClock();
    private final FakeStore store = new FakeStore();
    private final CacheTier tier = new CacheTier("fake", store, LIMIT, timer, clock, timer::nanoTime);

    @Test
    void givesWhatWasKept() {
        assertThat(tier.store(CacheKeys.of("a"), Tools.text("one"), TTL).join()).isTrue();
        TierHit hit = tier.find(CacheKeys.of("a")).join().orElseThrow();
        assertThat(hit.result()).isEqualTo(Tools.text("one"));
        assertThat(hit.left()).isEqualTo(TTL);
        assertThat(tier.find(CacheKeys.of("b")).join()).isEmpty();
        TierStatistics statistics = tier.statistics();
        assertThat(statistics.hits()).isEqualTo(1);
        assertThat(statistics.misses()).isEqualTo(1);
        assertThat(statistics.kept()).isEqualTo(1);
        assertThat(statistics.bytes()).isPositive();
        assertThat(timer.pending()).as("no alarm is left").isZero();
    }

    @Test
    void nothingIsKeptForMoreThanAnHour() {
        tier.store(CacheKeys.of("a"), Tools.text("one"), Duration.ofDays(3));
        assertThat(store.ttls).containsExactly(CacheTier.MAX_TTL);
        clock.advance(CacheTier.MAX_TTL.minusSeconds(1));
        assertThat(tier.find(CacheKeys.of("a")).join().orElseThrow().left()).isEqualTo(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(tier.find(CacheKeys.of("a")).join()).isEmpty();
    }

    @Test
    void whatDoesNotHoldAnyMoreIsFoundAsLongAsItIsKept() {
        tier.store(CacheKeys.of("a"), Tools.text("one"), Lifetime.of(TTL, Duration.ofMinutes(1)));
        assertThat(store.ttls).containsExactly(TTL.plusMinutes(1));
        clock.advance(TTL.minusSeconds(1));
        assertThat(tier.find(CacheKeys.of("a")).join().orElseThrow().lifetime())
                .isEqualTo(new Lifetime(Duration.ofSeconds(1), Duration.ofMinutes(1), TTL.minusSeconds(1)));
        clock.advance(Duration.ofSeconds(11));
        Lifetime stale = tier.find(CacheKeys.of("a")).join().orElseThrow().lifetime();
        assertThat(stale.isFresh()).isFalse();
        assertThat(stale.stale()).isEqualTo(Duration.ofSeconds(50));
        assertThat(stale.age()).isEqualTo(TTL.plusSeconds(10));
        clock.advance(Duration.ofSeconds(50));
        assertThat(tier.find(CacheKeys.of("a")).join()).isEmpty();
    }

    @Test
    void holdingComesBeforeBeingStaleWithinTheHour() {
        tier.store(CacheKeys.of("a"), Tools.text("one"), Lifetime.of(Duration.ofMinutes(50), Duration.ofDays(1)));
        assertThat(store.ttls).containsExactly(CacheTier.MAX_TTL);
        assertThat(tier.find(CacheKeys.of("a")).join().orElseThrow().lifetime())
                .isEqualTo(new Lifetime(Duration.ofMinutes(50), Duration.ofMinutes(10), Duration.ZERO));
    }

    @Test
    void aClockThatIsAheadElsewhereKeepsNothingForLonger() {
        byte[] ahead = new StoredResult(Tools.text("one"), clock.instant().plus(Duration.ofDays(9)))
                .toBytes(CacheKeys.of("a"));
        store.kept.put(CacheKeys.of("a"), ahead);
        assertThat(tier.find(CacheKeys.of("a")).join().orElseThrow().left()).isEqualTo(CacheTier.MAX_TTL);
    }

    @Test
    void aStoreThatDoesNotAnswerInTimeIsAMiss() {
        store.silent = true;
        CompletableFuture<Optional<TierHit>> answer = tier.find(CacheKeys.of("a"));
        timer.advance(LIMIT.minusMillis(1));
        assertThat(answer).isNotDone();
        timer.advance(Duration.ofMillis(1));
        assertThat(answer.join()).isEmpty();
        assertThat(tier.statistics().errors()).isEqualTo(1);
    }

    @Test
    void aStoreThatFailsIsLeftOutAfterThreeFailuresAndComesBackByItself() {
        tier.store(CacheKeys.of("a"), Tools.text("one"), TTL);
        store.failure = new IllegalStateException("connection refused");
        for (int i = 0; i < OutageBreaker.FAILURES; i++) {
            assertThat(tier.problem()).isEmpty();
            assertThat(tier.find(CacheKeys.of("a")).join()).isEmpty();
        }
        int asked = store.reads;
        for (int i = 0; i < 100; i++) {
            assertThat(tier.find(CacheKeys.of("a"))).as("not even asked").isCompletedWithValue(Optional.empty());
        }
        assertThat(store.reads).isEqualTo(asked);
        assertThat(tier.store(CacheKeys.of("b"), Tools.text("two"), TTL).join()).isFalse();
        assertThat(tier.problem()).hasValueSatisfying(text -> assertThat(text).contains("connection refused"));
        assertThat(tier.statistics().skipped()).isEqualTo(100);

        timer.advance(OutageBreaker.PAUSE);
        assertThat(tier.find(CacheKeys.of("a")).join())
                .as("one trial, which fails")
                .isEmpty();
        assertThat(store.reads).isEqualTo(asked + 1);
        tier.find(CacheKeys.of("a"));
        assertThat(store.reads).isEqualTo(asked + 1);

        store.failure = null;
        timer.advance(OutageBreaker.PAUSE);
        assertThat(tier.find(CacheKeys.of("a")).join()).isPresent();
        assertThat(tier.problem()).isEmpty();
        assertThat(tier.find(CacheKeys.of("a")).join()).isPresent();
    }

    @Test
    void aStoreThatThrowsIsAMiss() {
        store.thrown = new IllegalStateException("not connected");
        assertThat(tier.find(CacheKeys.of("a")).join()).isEmpty();
        assertThat(tier.store(CacheKeys.of("a"), Tools.text("one"), TTL).join()).isFalse();
        assertThat(timer.pending()).isZero();
    }

    @Test
    void whatCouldNotBeRemovedIsNotFoundAnyMoreAndRemovedLater() {
        String other = CacheKeys.of("files", "write", "a");
        tier.store(CacheKeys.of("a"), Tools.text("one"), TTL);
        tier.store(other, Tools.text("other"), TTL);
        store.thrown = new IllegalStateException("not connected");
        assertThat(tier.remove(CacheScope.ofKey(CacheKeys.of("a"))).join()).isFalse();
        timer.advance(Duration.ofSeconds(5));
        store.thrown = null;
        assertThat(tier.find(CacheKeys.of("a")).join()).as("owed").isEmpty();
        assertThat(tier.find(other).join()).isPresent();
        assertThat(store.kept).hasSize(2);
        assertThat(tier.statistics().owed()).isEqualTo(1);

        timer.advance(Duration.ofSeconds(1));
        assertThat(store.kept).containsOnlyKeys(other);
        assertThat(tier.statistics().owed()).isZero();
        assertThat(timer.pending()).isZero();
        tier.store(CacheKeys.of("a"), Tools.text("two"), TTL);
        assertThat(tier.find(CacheKeys.of("a")).join()).as("a new one").isPresent();
    }

    @Test
    void nothingIsFoundFromTheBeginningOfARemoval() {
        tier.store(CacheKeys.of("a"), Tools.text("one"), TTL);
        store.removal = new CompletableFuture<>();
        CompletableFuture<Boolean> removed = tier.remove(CacheScope.ALL);
        assertThat(tier.find(CacheKeys.of("a")).join()).isEmpty();
        assertThat(tier.owesRemovalOf(CacheKeys.of("a"))).isTrue();
        assertThat(removed).isNotDone();
        store.removal.complete(null);
        assertThat(removed).isCompletedWithValue(true);
        assertThat(tier.owesRemovalOf(CacheKeys.of("a"))).isFalse();
    }

    @Test
    void tooManyRemovalsThatAreOwedBecomeOneOfEverything() {
        store.failure = new IllegalStateException("connection refused");
        for (int i = 0; i < OwedRemovals.MAX_OWED; i++) {
            tier.remove(CacheScope.ofKey(CacheKeys.of("n" + i)));
        }
        assertThat(tier.owesRemovalOf(CacheKeys.of("a"))).isFalse();
        tier.remove(CacheScope.ofKey(CacheKeys.of("one more")));
        assertThat(tier.owesRemovalOf(CacheKeys.of("a"))).isTrue();
        store.failure = null;
        store.removals = 0;
        timer.advance(Duration.ofSeconds(1));
        assertThat(store.removals).isEqualTo(1);
        assertThat(tier.owesRemovalOf(CacheKeys.of("a"))).isFalse();
    }

    @Test
    void thatThereIsNoRoomForAWriteIsNoFailureOfTheStore() {
        store.thrown = new RejectedExecutionException("full");
        for (int i = 0; i < 10; i++) {
            tier.store(CacheKeys.of("a"), Tools.text("one"), TTL);
        }
        assertThat(tier.problem()).isEmpty();
        assertThat(tier.statistics().lost()).isEqualTo(10);
    }

    @Test
    void whatIsForeignIsAMissAndIsRemoved() {
        store.kept.put(CacheKeys.of("a"), new byte[] {1, 2, 3});
        assertThat(tier.find(CacheKeys.of("a")).join()).isEmpty();
        assertThat(store.kept).isEmpty();
        assertThat(tier.statistics().unreadable()).isEqualTo(1);
        assertThat(tier.problem()).isEmpty();
    }

    @Test
    void withoutATimerThatBoundsTheWaitThereIsNone() {
        timer.fill();
        store.silent = true;
        assertThat(tier.find(CacheKeys.of("a"))).isCompletedWithValue(Optional.empty());
    }

    /** A map that can be slow or broken. */
    private static final class FakeStore implements TierStore {
        final Map<String, byte[]> kept = new HashMap<>();
        final List<Duration> ttls = new ArrayList<>();
        boolean silent;
        RuntimeException failure;
        RuntimeException thrown;
        CompletableFuture<Void> removal;
        int reads;
        int removals;

        @Override
        public CompletionStage<byte[]> read(String key) {
            reads++;
            if (silent) {
                return new CompletableFuture<>();
            }
            return answer(kept.get(key));
        }

        @Override
        public CompletionStage<Void> write(String key, byte[] bytes, Duration ttl) {
            CompletionStage<Void> answer = answer(null);
            kept.put(key, bytes);
            ttls.add(ttl);
            return answer;
        }

        @Override
        public CompletionStage<Void> remove(CacheScope scope) {
            removals++;
            if (removal != null) {
                return removal;
            }
            CompletionStage<Void> answer = answer(null);
            if (failure == null) {
                kept.keySet().removeIf(scope::contains);
            }
            return answer;
        }

        private <T> CompletionStage<T> answer(T value) {
            if (thrown != null) {
                throw thrown;
            }
            return failure == null ? CompletableFuture.completedFuture(value) : CompletableFuture.failedFuture(failure);
        }

        @Override
        public void close() {
            kept.clear();
        }
    }
}
