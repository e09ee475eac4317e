package io.mehari.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.redis.RedisConnection;
import io.mehari.redis.ServerScripts;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.ManualTimer;
import io.mehari.support.PartedLine;
import io.mehari.support.RedisProgram;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only one gateway does at a time, over a real Redis. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SingletonLockIT {
    private static final String KEY = SingletonLock.PREFIX + "work";
    private static final String TARGET = "mcp:test:target";
    private static final Duration KEEP = Duration.ofMinutes(1);

    private final Gateways gateways = new Gateways();
    private RedisProgram redis;

    @BeforeEach
    void startRedis() {
        redis = gateways.opened(RedisProgram.started());
    }

    @AfterEach
    void close() throws Exception {
        gateways.close();
    }

    @Test
    void oneHoldsItAndTheNextWhenItIsGivenBack() {
        SingletonLock a = lock("a", redis.url());
        await().atMost(Gateways.LIMIT).until(a::isHeld);
        SingletonLock b = lock("b", redis.url());
        await().atMost(Gateways.LIMIT).until(() -> b.holder().isPresent());
        assertThat(b.isHeld()).isFalse();
        assertThat(b.holder()).hasValue("a");
        long first = a.token().orElseThrow();
        redis.command("PEXPIRE", KEY, Long.toString(Gateways.LEASE.toMillis() / 2));
        await("its renewal").atMost(Gateways.LIMIT).until(() -> pttl() > Gateways.LEASE.toMillis() * 3 / 4);
        assertThat(a.token()).hasValue(first);
        a.close();
        await().atMost(Gateways.LIMIT).until(b::isHeld);
        assertThat(b.token().orElseThrow()).isGreaterThan(first);
        assertThat(a.isHeld()).isFalse();
    }

    @Test
    void whoWasPausedPastItsLeaseWritesNothingWithItsOldToken() {
        ManualTimer standingStill =
                new ManualTimer(); // of a process that is stopped: it neither renews nor sees time go on
        SingletonLock paused = new SingletonLock(
                "work",
                "a",
                new ServerScripts(gateways.connected(redis.url())),
                Gateways.LEASE,
                standingStill,
                standingStill::nanoTime);
        paused.start();
        await().atMost(Gateways.LIMIT).until(paused::isHeld);
        long old = paused.token().orElseThrow();
        assertThat(paused.write(old, TARGET, "before", KEEP).join()).isTrue();
        SingletonLock next = lock("b", redis.url());
        await().atMost(Gateways.LIMIT).until(next::isHeld);

        assertThat(paused.isHeld()).as("it has not noticed").isTrue();
        assertThat(paused.write(old, TARGET, "late", KEEP).join())
                .as("although the new holder has written nothing yet")
                .isFalse();
        assertThat(redis.command("GET", TARGET)).contains("before");
        assertThat(next.write(next.token().orElseThrow(), TARGET, "next", KEEP).join())
                .isTrue();
        assertThat(paused.write(old, TARGET, "late", KEEP).join()).isFalse();
        assertThat(redis.command("GET", TARGET)).contains("next");
        assertThat(paused.stale()).isEqualTo(2);
        standingStill.advance(Gateways.LEASE);
        assertThat(paused.isHeld()).as("time goes on").isFalse();
    }

    @Test
    @ChangesBehaviour("mehari.instances.lease")
    void whoDoesNotReachRedisStopsBeforeAnotherBegins() {
        PartedLine line = gateways.opened(PartedLine.to(redis.url()));
        SingletonLock cut = lock("a", line.url());
        await().atMost(Gateways.LIMIT).until(cut::isHeld);
        SingletonLock other = lock("b", redis.url());
        await().atMost(Gateways.LIMIT).until(() -> other.holder().isPresent());
        line.part();
        await().atMost(Gateways.LIMIT).pollInterval(Duration.ofMillis(1)).until(() -> {
            boolean ended = other.isHeld();
            assertThat(ended && cut.isHeld()).as("both at a time").isFalse();
            return ended;
        });
        line.join();
        await().atMost(Gateways.LIMIT)
                .until(() -> cut.holder().filter("b"::equals).isPresent());
        assertThat(cut.isHeld()).isFalse();
    }

    @Test
    void tokensRiseAlsoWhereRedisHasForgottenEverything() {
        SingletonLock a = lock("a", redis.url());
        await().atMost(Gateways.LIMIT).until(a::isHeld);
        long before = a.token().orElseThrow();
        redis.stop();
        await().atMost(Gateways.LIMIT).until(() -> !a.isHeld());
        redis.start();
        await().atMost(Gateways.LIMIT).until(a::isHeld);
        assertThat(a.token().orElseThrow()).isGreaterThan(before);
        assertThat(a.write(before, TARGET, "late", KEEP).join()).isFalse();
    }

    @Test
    void aRedisThatStandsStillEndsIt() {
        SingletonLock a = lock("a", redis.url());
        await().atMost(Gateways.LIMIT).until(a::isHeld);
        redis.pause();
        await().atMost(Gateways.LIMIT).until(() -> !a.isHeld());
        redis.resume();
        await().atMost(Gateways.LIMIT).until(a::isHeld);
    }

    @Test
    void whatOthersWroteUnderItsKeysDoesNotHoldItForEver() {
        for (List<String> foreign : List.of(
                List.of("SET", KEY, "nonsense"),
                List.of("LPUSH", KEY, "nonsense"),
                List.of("SET", KEY, "\"0123456789abcdef 7\""))) {
            redis.command("DEL", KEY);
            redis.command(foreign.toArray(String[]::new));
            redis.command("SET", KEY + SingletonLock.TOKEN, "nonsense");
            SingletonLock lock = lock("c", redis.url());
            await().atMost(Gateways.LIMIT).until(lock::isHeld);
            assertThat(lock.write(lock.token().orElseThrow(), TARGET, "x", KEEP).join())
                    .isTrue();
            lock.close();
        }
        redis.command("SET", KEY + SingletonLock.TOKEN, "99999999999999999999999999");
        SingletonLock lock = lock("c", redis.url());
        await().atMost(Gateways.LIMIT).until(lock::isHeld);
        assertThat(lock.token().orElseThrow()).isPositive();
    }

    private long pttl() {
        return Long.parseLong(redis.command("PTTL", KEY).split("\r\n")[0].substring(1));
    }

    private SingletonLock lock(String epoch, String url) {
        RedisConnection connection = gateways.connected(url);
        SingletonLock lock = new SingletonLock(
                "work", epoch, new ServerScripts(connection), Gateways.LEASE, gateways.timer(), System::nanoTime);
        lock.start();
        return lock;
    }
}
