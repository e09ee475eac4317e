package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import io.mehari.redis.OutageBreaker;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.Databases;
import io.mehari.support.MovableClock;
import io.mehari.support.Tools;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.unit.DataSize;

/** The third tier on each database. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DatabaseTierIT {
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ObjectNode RESULT = Tools.text("a b c ".repeat(1000));

    private final HashedWheelTimer timer =
            new HashedWheelTimer(new DefaultThreadFactory("mehari-test-timer", true), 10, TimeUnit.MILLISECONDS);
    private final MovableClock clock = new MovableClock();
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        timer.stop();
    }

    @ParameterizedTest
    @EnumSource
    void keepsAResultForItsTime(Databases kind) {
        CacheTier tier = tier(database(kind));
        String key = CacheKeys.of("a");
        assertThat(tier.find(key).join()).isEmpty();
        assertThat(kept(tier, key)).isTrue();
        assertThat(tier.find(key).join().orElseThrow().result()).isEqualTo(RESULT);
        assertThat(tier.store(key, Tools.text("newer"), TTL))
                .succeedsWithin(LIMIT)
                .isEqualTo(true);
        assertThat(tier.find(key).join().orElseThrow().result()).isEqualTo(Tools.text("newer"));
        clock.advance(TTL);
        assertThat(tier.find(key).join()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsKeptIsThereAfterARestart(Databases kind) {
        HikariDataSource database = database(kind);
        CacheTier before = tier(database);
        before.store(CacheKeys.of("a"), RESULT, TTL);
        before.close();
        assertThat(tier(database).find(CacheKeys.of("a")).join()).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void resultsAreRemovedInTheOrderInWhichItWasSaid(Databases kind) {
        HikariDataSource database = database(kind);
        CacheTier tier = tier(database);
        List<String> keys = List.of(
                CacheKeys.of("files", "read", "a"),
                CacheKeys.of("files", "write", "a"),
                CacheKeys.of("mail", "read", "a"),
                CacheKeys.of("mail", "read", "b"));
        keys.forEach(key -> tier.store(key, RESULT, TTL));
        assertThat(tier.remove(CacheScope.ofTool("files", "read")))
                .succeedsWithin(LIMIT)
                .isEqualTo(true);
        assertThat(left(database)).containsExactlyInAnyOrderElementsOf(keys.subList(1, 4));
        tier.remove(CacheScope.ofKey(keys.get(3)));
        assertThat(tier.remove(CacheScope.ofServer("files")))
                .succeedsWithin(LIMIT)
                .isEqualTo(true);
        assertThat(left(database)).containsExactly(keys.get(2));
        assertThat(tier.remove(CacheScope.ALL)).succeedsWithin(LIMIT).isEqualTo(true);
        assertThat(left(database)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void twoGatewaysMayWriteTheSameKeysAtTheSameTime(Databases kind) {
        HikariDataSource database = database(kind);
        List<CacheTier> tiers = List.of(tier(database), tier(database));
        List<CompletableFuture<Boolean>> kept = IntStream.range(0, 400)
                .mapToObj(i -> tiers.get(i % 2).store(CacheKeys.of("a" + i / 4), RESULT, TTL))
                .toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(kept.toArray(CompletableFuture[]::new));
        assertThat(all).succeedsWithin(LIMIT);
        assertThat(kept).allMatch(CompletableFuture::join);
        assertThat(left(database)).hasSize(100);
    }

    @ParameterizedTest
    @EnumSource
    @ChangesBehaviour("mehari.cache.database.max-entries")
    void beyondTheMostEntriesThoseGoThatWouldEndFirst(Databases kind) {
        HikariDataSource database = database(kind);
        DatabaseTierStore store = store(database, new DatabaseTierSettings(true, 600, DataSize.ofMegabytes(10)));
        CacheTier tier = tier(store);
        fill(tier, 700, Tools.text("x"), Duration.ofMinutes(1));
        fill(tier, 500, Tools.text("y"), Duration.ofMinutes(2));
        store.tidy();
        store.tidy();
        assertThat(left(database)).hasSizeBetween(500, 600);
        clock.advance(Duration.ofMinutes(1));
        store.tidy();
        assertThat(left(database)).as("those that hold longer are all there").hasSize(500);
    }

    @ParameterizedTest
    @EnumSource
    @ChangesBehaviour("mehari.cache.database.max-size")
    void beyondTheMostBytesThoseGoThatWouldEndFirst(Databases kind) {
        HikariDataSource database = database(kind);
        DatabaseTierStore store = store(database, new DatabaseTierSettings(true, 10_000, DataSize.ofBytes(100_000)));
        CacheTier tier = tier(store);
        fill(tier, 900, Tools.text("x".repeat(200)), Duration.ofMinutes(1));
        store.tidy();
        Long bytes = new JdbcTemplate(database).queryForObject("select sum(size) from cached_results", Long.class);
        assertThat(bytes).isPositive().isLessThanOrEqualTo(100_000);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsDamagedIsAMissAndIsRemoved(Databases kind) {
        HikariDataSource database = database(kind);
        CacheTier tier = tier(database);
        String key = CacheKeys.of("a");
        assertThat(kept(tier, key)).isTrue();
        new JdbcTemplate(database).update("update cached_results set content = ?", (Object) new byte[] {1, 2, 3});
        assertThat(tier.find(key).join()).isEmpty();
        assertThat(tier.remove(CacheScope.ofTool("no", "such")))
                .as("behind the removal")
                .succeedsWithin(LIMIT);
        assertThat(left(database)).isEmpty();
        assertThat(tier.statistics().unreadable()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseThatIsGoneIsLeftOut(Databases kind) {
        HikariDataSource database = database(kind);
        CacheTier tier = tier(database);
        assertThat(kept(tier, CacheKeys.of("a"))).isTrue();
        database.close();
        for (int i = 0; i < OutageBreaker.FAILURES; i++) {
            assertThat(tier.find(CacheKeys.of("a"))).succeedsWithin(LIMIT).matches(found -> found.isEmpty());
        }
        assertThat(tier.problem()).isPresent();
        assertThat(tier.store(CacheKeys.of("b"), RESULT, TTL))
                .succeedsWithin(LIMIT)
                .isEqualTo(false);
    }

    private void fill(CacheTier tier, int many, ObjectNode result, Duration ttl) {
        CompletableFuture<?>[] kept = IntStream.range(0, many)
                .mapToObj(i -> tier.store(CacheKeys.of(ttl + " " + i), result, ttl))
                .toArray(CompletableFuture<?>[]::new);
        assertThat(CompletableFuture.allOf(kept)).succeedsWithin(LIMIT);
    }

    private static boolean kept(CacheTier tier, String key) {
        return tier.store(key, RESULT, TTL).orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static List<String> left(HikariDataSource database) {
        return new JdbcTemplate(database).queryForList("select cache_key from cached_results", String.class);
    }

    private CacheTier tier(HikariDataSource database) {
        return tier(store(database, new DatabaseTierSettings(true, 100_000, DataSize.ofMegabytes(256))));
    }

    private DatabaseTierStore store(HikariDataSource database, DatabaseTierSettings settings) {
        return new DatabaseTierStore(database, settings, clock);
    }

    private CacheTier tier(DatabaseTierStore store) {
        CacheTier tier = new CacheTier("database", store, LIMIT, timer, clock, System::nanoTime);
        open.add(0, tier);
        return tier;
    }

    private HikariDataSource database(Databases kind) {
        HikariDataSource database = kind.opened(directory);
        open.add(database);
        return database;
    }
}
