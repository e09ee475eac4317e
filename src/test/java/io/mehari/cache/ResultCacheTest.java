package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Ticker;
import io.mehari.protocol.Json;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class ResultCacheTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nanos = new AtomicLong();
    private final Ticker ticker = nanos::get;

    @Test
    void givesBackTheVeryTreeThatWasStored() {
        ResultCache cache = cache(10, "1MB", "1MB");
        ObjectNode result = result(10);

        cache.store("k", result, MINUTE);

        assertThat(cache.find("k")).containsSame(result);
        assertThat(cache.find("other")).isEmpty();
    }

    @Test
    void forgetsEachResultAfterItsOwnTime() {
        ResultCache cache = cache(10, "1MB", "1MB");
        cache.store("short", result(1), Duration.ofSeconds(10));
        cache.store("long", result(1), Duration.ofSeconds(20));

        pass(Duration.ofSeconds(10).minusNanos(1));
        assertThat(cache.find("short")).isPresent();
        pass(Duration.ofNanos(1));
        assertThat(cache.find("short")).isEmpty();
        assertThat(cache.find("long")).isPresent();
        pass(Duration.ofSeconds(10));
        assertThat(cache.find("long")).isEmpty();
    }

    @Test
    void doesNotLiveLongerForBeingRead() {
        ResultCache cache = cache(10, "1MB", "1MB");
        cache.store("k", result(1), MINUTE);
        pass(Duration.ofSeconds(40));
        cache.find("k");
        pass(Duration.ofSeconds(20));
        assertThat(cache.find("k")).isEmpty();
    }

    @Test
    void takesTheTimeOfTheLastStore() {
        ResultCache cache = cache(10, "1MB", "1MB");
        cache.store("k", result(1), MINUTE);
        pass(Duration.ofSeconds(30));
        ObjectNode newer = result(2);
        cache.store("k", newer, MINUTE);
        pass(Duration.ofSeconds(59));
        assertThat(cache.find("k")).containsSame(newer);
        pass(Duration.ofSeconds(1));
        assertThat(cache.find("k")).isEmpty();
    }

    @Test
    void keepsNoMoreEntriesThanAllowed() {
        ResultCache cache = cache(10, "1MB", "1MB");
        for (int i = 0; i < 1000; i++) {
            cache.store("k" + i, result(1), MINUTE);
        }
        cache.settle();
        assertThat(cache.statistics().entries()).isBetween(1L, 10L);
    }

    @Test
    void holdsAsManySmallEntriesAsAllowed() {
        ResultCache cache = cache(10, "1MB", "1MB");
        for (int i = 0; i < 10; i++) {
            cache.store("k" + i, result(1), MINUTE);
        }
        cache.settle();
        assertThat(cache.statistics().entries()).isEqualTo(10);
    }

    @Test
    void keepsNoMoreMemoryThanAllowed() {
        ResultCache cache = cache(1000, "1MB", "1MB");
        for (int i = 0; i < 100; i++) {
            cache.store("k" + i, result(100_000), MINUTE);
        }
        cache.settle();
        assertThat(cache.statistics().entries()).isBetween(1L, 10L);
    }

    @Test
    void doesNotKeepAResultThatIsTooLargeNorTheOneBefore() {
        ResultCache cache = cache(10, "1MB", "10KB");
        cache.store("k", result(1), MINUTE);
        cache.store("k", result(20_000), MINUTE);
        assertThat(cache.find("k")).isEmpty();
        cache.store("k", result(5_000), MINUTE);
        assertThat(cache.find("k")).isPresent();
    }

    @Test
    void keepsNothingThatHasNoTimeToLive() {
        ResultCache cache = cache(10, "1MB", "1MB");
        cache.store("zero", result(1), Duration.ZERO);
        cache.store("negative", result(1), Duration.ofSeconds(-1));
        assertThat(cache.find("zero")).isEmpty();
        assertThat(cache.find("negative")).isEmpty();
    }

    @Test
    void cutsTimesBeyondTheLongest() {
        ResultCache cache = cache(10, "1MB", "1MB");
        cache.store("k", result(1), Duration.ofSeconds(Long.MAX_VALUE));
        pass(ResultCache.MAX_TTL.minusSeconds(1));
        assertThat(cache.find("k")).isPresent();
        pass(Duration.ofSeconds(1));
        assertThat(cache.find("k")).isEmpty();
    }

    @Test
    void countsHitsAndMisses() {
        ResultCache cache = cache(10, "1MB", "1MB");
        assertThat(cache.statistics().hitRate()).isZero();
        cache.store("k", result(1), MINUTE);
        cache.find("k");
        cache.find("k");
        cache.find("k");
        cache.find("absent");
        assertThat(cache.statistics()).isEqualTo(new CacheStatistics(3, 1, 1));
        assertThat(cache.statistics().hitRate()).isEqualTo(0.75);
    }

    private ResultCache cache(int maxEntries, String maxWeight, String maxEntry) {
        return new ResultCache(
                new CacheSettings(maxEntries, DataSize.parse(maxWeight), DataSize.parse(maxEntry), MINUTE), ticker);
    }

    private static ObjectNode result(int characters) {
        return Json.object().put("text", "x".repeat(characters));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
