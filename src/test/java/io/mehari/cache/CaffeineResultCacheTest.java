package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Ticker;
import io.mehari.protocol.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class CaffeineResultCacheTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong();
    private final Ticker ticker = nanos::get;

    @Test
    void givesBackTheVeryTreeThatWasStored() {
        CaffeineResultCache cache = cache(10, "1MB", "1MB");
        ObjectNode result = result(10);

        cache.store("k", result, MINUTE);

        assertThat(found(cache, "k")).containsSame(result);
        assertThat(found(cache, "other")).isEmpty();
    }

    @Test
    void forgetsEachResultAfterItsOwnTime() {
        CaffeineResultCache cache = cache(10, "1MB", "1MB");
        cache.store("short", result(1), Duration.ofSeconds(10));
        cache.store("long", result(1), Duration.ofSeconds(20));

        pass(Duration.ofSeconds(10).minusNanos(1));
        assertThat(found(cache, "short")).isPresent();
        pass(Duration.ofNanos(1));
        assertThat(found(cache, "short")).isEmpty();
        assertThat(found(cache, "long")).isPresent();
        pass(Duration.ofSeconds(10));
        assertThat(found(cache, "long")).isEmpty();
    }

    @Test
    void whatDoesNotHoldAnyMoreIsGivenAsStaleWithItsAge() {
        CaffeineResultCache cache = cache(10, "1MB", "1MB");
        ObjectNode result = result(1);
        cache.store("new", result, Lifetime.of(MINUTE, Duration.ofSeconds(30)));
        cache.store("older", result, new Lifetime(MINUTE, Duration.ofSeconds(30), Duration.ofSeconds(7)));
        pass(MINUTE.minusNanos(1));
        assertThat(found(cache, "new")).containsSame(result);
        pass(Duration.ofNanos(1));
        assertThat(cache.find("new")).isEqualTo(new Lookup.Stale(result, MINUTE));
        assertThat(cache.find("older")).isEqualTo(new Lookup.Stale(result, MINUTE.plusSeconds(7)));
        pass(Duration.ofSeconds(30).minusNanos(1));
        assertThat(cache.find("new")).isInstanceOf(Lookup.Stale.class);
        pass(Duration.ofNanos(1));
        assertThat(cache.find("new")).isEqualTo(Lookup.MISS);
        cache.store("k", result, Lifetime.of(Duration.ZERO, MINUTE));
        assertThat(cache.find("k")).as("never held").isEqualTo(new Lookup.Stale(result, Duration.ZERO));
        cache.store("k", result, Lifetime.NONE);
        assertThat(cache.find("k")).isEqualTo(Lookup.MISS);
    }

    @Test
    void doesNotLiveLongerForBeingRead() {
        CaffeineResultCache cache = cache(10, "1MB", "1MB");
        cache.store("k", result(1), MINUTE);
        pass(Duration.ofSeconds(40));
        cache.find("k");
        pass(Duration.ofSeconds(20));
        assertThat(found(cache, "k")).isEmpty();
    }

    @Test
    void takesTheTimeOfTheLastStore() {
        CaffeineResultCache cache = cache(10, "1MB", "1MB");
        cache.store("k", result(1), MINUTE);
        pass(Duration.ofSeconds(30));
        ObjectNode newer = result(2);
        cache.store("k", newer, MINUTE);
        pass(Duration.ofSeconds(59));
        assertThat(found(cache, "k")).containsSame(newer);
        pass(Duration.ofSeconds(1));
        assertThat(found(cache, "k")).isEmpty();
    }

    @Test
    void keepsNoMoreEntriesThanAllowed() {
        CaffeineResultCache cache = cache(10, "1MB", "1MB");
        for (int i = 0; i < 1000; i++) {
            cache.store("k" + i, result(1), MINUTE);
        }
        cache.settle();
        assertThat(cache.statistics().entries()).isBetween(1L, 10L);
    }

    @Test
    void holdsAsManySmallEntriesAsAllowed() {
        CaffeineResultCache cache = cache(10, "1MB", "1MB");
        for (int i = 0; i < 10; i++) {
            cache.store("k" + i, result(1), MINUTE);
        }
        cache.settle();
        assertThat(cache.statistics().entries()).isEqualTo(10);
    }

    @Test
    void keepsNoMoreMemoryThanAllowed() {
        CaffeineResultCache cache = cache(1000, "1MB", "1MB");
        for (int i = 0; i < 100; i++) {
            cache.store("k" + i, result(100_000), MINUTE);
        }
        cache.settle();
        assertThat(cache.statistics().entries()).isBetween(1L, 10L);
    }

    @Test
    void doesNotKeepAResultThatIsTooLargeNorTheOneBefore() {
        CaffeineResultCache cache = cache(10, "1MB", "10KB");
        cache.store("k", result(1), MINUTE);
        cache.store("k", result(20_000), MINUTE);
        assertThat(found(cache, "k")).isEmpty();
        cache.store("k", result(5_000), MINUTE);
        assertThat(found(cache, "k")).isPresent();
    }

    @Test
    void keepsNothingThatHasNoTimeToLive() {
        CaffeineResultCache cache = cache(10, "1MB", "1MB");
        cache.store("zero", result(1), Duration.ZERO);
        cache.store("negative", result(1), Duration.ofSeconds(-1));
        assertThat(found(cache, "zero")).isEmpty();
        assertThat(found(cache, "negative")).isEmpty();
    }

    @Test
    void cutsTimesBeyondTheLongest() {
        CaffeineResultCache cache = cache(10, "1MB", "1MB");
        cache.store("k", result(1), Duration.ofSeconds(Long.MAX_VALUE));
        pass(CaffeineResultCache.MAX_TTL.minusSeconds(1));
        assertThat(found(cache, "k")).isPresent();
        pass(Duration.ofSeconds(1));
        assertThat(found(cache, "k")).isEmpty();
    }

    @Test
    void countsHitsAndMisses() {
        CaffeineResultCache cache = cache(10, "1MB", "1MB");
        assertThat(cache.statistics().hitRate()).isZero();
        cache.store("k", result(1), MINUTE);
        cache.find("k");
        cache.find("k");
        cache.find("k");
        cache.find("absent");
        assertThat(cache.statistics()).isEqualTo(new CacheStatistics(3, 1, 1));
        assertThat(cache.statistics().hitRate()).isEqualTo(0.75);
    }

    private static Optional<ObjectNode> found(ResultCache cache, String key) {
        return cache.find(key) instanceof Lookup.Hit hit ? Optional.of(hit.result()) : Optional.empty();
    }

    private CaffeineResultCache cache(int maxEntries, String maxWeight, String maxEntry) {
        return new CaffeineResultCache(
                new CacheSettings(maxEntries, DataSize.parse(maxWeight), DataSize.parse(maxEntry), MINUTE), ticker);
    }

    private static ObjectNode result(int characters) {
        return Json.object().put("text", "x".repeat(characters));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
