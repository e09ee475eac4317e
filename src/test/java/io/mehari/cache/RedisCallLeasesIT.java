package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.redis.RedisConnection;
import io.mehari.redis.RedisSettings;
import io.mehari.support.RedisProgram;
import io.mehari.support.Tools;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leases of calls that run, over a real Redis that two gateways share. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RedisCallLeasesIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration TTL = Duration.ofMinutes(5);

    private final HashedWheelTimer timer =
            new HashedWheelTimer(new DefaultThreadFactory("mehari-test-timer", true), 10, TimeUnit.MILLISECONDS);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final String key = CacheKeys.of("a");
    private final Set<String> removed = new HashSet<>();
    private RedisProgram redis;

    @BeforeEach
    void start() {
        redis = opened(RedisProgram.started());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        timer.stop();
    }

    @Test
    void oneHasItUntilItsCallHasEnded() {
        RedisCallLeases one = leases();
        RedisCallLeases two = leases();
        assertThat(one.claim(key, Duration.ZERO).join()).isEqualTo(Claim.GRANTED);
        assertThat(two.claim(key, Duration.ZERO).join()).isEqualTo(Claim.HELD);
        assertThat(one.claim(key, Duration.ZERO).join())
                .as("each call by itself")
                .isEqualTo(Claim.HELD);
        assertThat(two.claim(CacheKeys.of("b"), Duration.ZERO).join()).isEqualTo(Claim.GRANTED);
        two.release(key);
        assertThat(two.claim(key, Duration.ZERO).join()).as("that of another").isEqualTo(Claim.HELD);
        one.release(key);
        await().atMost(LIMIT).until(() -> two.claim(key, Duration.ZERO).join() == Claim.GRANTED);
    }

    @Test
    void whoAsksAfterTheEndIsGivenTheResult() {
        RedisConnection connection = connected();
        RedisCallLeases one = leases(connection);
        RedisCallLeases two = leases();
        CacheTier tier = tier(connection);
        one.claim(key, Duration.ZERO).join();
        CompletableFuture<Boolean> kept = tier.store(key, Tools.text("new"), TTL);
        one.releaseAfter(key, kept);
        kept.join();
        assertThat(one.held()).isZero();
        Claim found = two.claim(key, Duration.ZERO).join();
        assertThat(found)
                .isInstanceOfSatisfying(
                        Claim.Found.class,
                        claim -> assertThat(claim.hit().result()).isEqualTo(Tools.text("new")));
        await().atMost(LIMIT)
                .until(() -> redis.command("KEYS", RedisCallLeases.PREFIX + "*").startsWith("*0"));
    }

    @Test
    void whatDoesNotHoldAnyMoreIsNoResult() {
        RedisConnection connection = connected();
        Duration stale = Duration.ofMinutes(1);
        tier(connection)
                .store(key, Tools.text("old"), Lifetime.of(Duration.ofMillis(1), stale))
                .join();
        await().atMost(LIMIT).until(() -> leases(connection).claim(key, stale).join() == Claim.GRANTED);
    }

    @Test
    void thatOfAGatewayThatWasKilledEndsAndThatOfACallThatRunsDoesNot() {
        RedisCallLeases running = leases();
        RedisCallLeases other = leases();
        running.claim(key, Duration.ZERO).join();
        String killed = CacheKeys.of("killed");
        redis.command("SET", RedisCallLeases.PREFIX + killed.substring(CacheKey.PREFIX.length()), "x", "PX", "3000");
        await().atMost(LIMIT).until(() -> other.claim(killed, Duration.ZERO).join() == Claim.GRANTED);
        assertThat(other.claim(key, Duration.ZERO).join())
                .as("more than its first three seconds are over")
                .isEqualTo(Claim.HELD);
    }

    @Test
    void whatIsToBeRemovedIsNoResult() {
        assertThat(tier(connected()).store(key, Tools.text("one"), TTL).join()).isTrue();
        assertThat(leases().claim(key, Duration.ZERO).join()).isInstanceOf(Claim.Found.class);
        removed.add(key);
        assertThat(leases().claim(key, Duration.ZERO).join()).isEqualTo(Claim.UNAVAILABLE);
    }

    @Test
    void whatSomeoneElseHasWrittenIsLeftAlone() {
        redis.command("RPUSH", key, "a", "list");
        assertThat(leases().claim(key, Duration.ZERO).join()).isIn(Claim.GRANTED, Claim.UNAVAILABLE);
        assertThat(redis.command("LLEN", key)).startsWith(":2");
    }

    @Test
    void whatSomeoneElseHasWrittenInPlaceOfALeaseHoldsNobody() {
        String lease = RedisCallLeases.PREFIX + key.substring(CacheKey.PREFIX.length());
        for (String[] foreign : List.of(
                new String[] {"SET", lease, "foreign"},
                new String[] {"SET", lease, "foreign", "PX", "600000"},
                new String[] {"RPUSH", lease, "foreign"})) {
            redis.command(foreign);
            RedisCallLeases leases = leases();
            assertThat(leases.claim(key, Duration.ZERO).join())
                    .as(String.join(" ", foreign))
                    .isEqualTo(Claim.GRANTED);
            leases.release(key);
            await().atMost(LIMIT).until(() -> redis.command("EXISTS", lease).startsWith(":0"));
        }
    }

    @Test
    void aRedisThatStandsStillOrIsGoneHoldsNobodyAndComesBackByItself() {
        RedisCallLeases leases = leases(connected(), CacheConfiguration.LEASE_WAIT);
        redis.pause();
        for (int i = 0; i < 5; i++) {
            assertThat(leases.claim(key, Duration.ZERO).join()).isEqualTo(Claim.UNAVAILABLE);
        }
        assertThat(leases.claim(key, Duration.ZERO)).as("not even asked").isCompletedWithValue(Claim.UNAVAILABLE);
        redis.resume();
        // what was asked in vain is granted now, given back, and then free for others
        await().atMost(LIMIT).until(() -> leases.claim(key, Duration.ZERO).join() == Claim.GRANTED);
        leases.release(key);
        redis.stop();
        await().atMost(LIMIT).until(() -> leases.claim(key, Duration.ZERO).join() == Claim.UNAVAILABLE);
        redis.start();
        await().atMost(LIMIT).until(() -> leases.claim(key, Duration.ZERO).join() == Claim.GRANTED);
    }

    private RedisCallLeases leases() {
        return leases(connected());
    }

    /** With time for an answer on a busy machine, where that of a gateway is not what is tested. */
    private RedisCallLeases leases(RedisConnection connection) {
        return leases(connection, LIMIT);
    }

    private RedisCallLeases leases(RedisConnection connection, Duration wait) {
        return new RedisCallLeases(connection, removed::contains, wait, timer, Clock.systemUTC(), System::nanoTime);
    }

    private CacheTier tier(RedisConnection connection) {
        return new CacheTier(
                "redis",
                new RedisTierStore(connection),
                Duration.ofMillis(200),
                timer,
                Clock.systemUTC(),
                System::nanoTime);
    }

    private RedisConnection connected() {
        RedisConnection connection = opened(RedisConnection.begin(new RedisSettings(redis.url(), "", "")));
        await().atMost(LIMIT).until(() -> connection.client().isPresent());
        return connection;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(0, part);
        return part;
    }
}
