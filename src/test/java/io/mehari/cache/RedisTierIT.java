package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.redis.OutageBreaker;
import io.mehari.redis.RedisConnection;
import io.mehari.redis.RedisSettings;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.PartedLine;
import io.mehari.support.RedisProgram;
import io.mehari.support.Tools;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.unit.DataSize;

/** The second tier over a real Redis: well, gone, standing still, with a password, and with what others have written. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RedisTierIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final ObjectNode RESULT = Tools.text("a b c ".repeat(1000));

    private final HashedWheelTimer timer =
            new HashedWheelTimer(new DefaultThreadFactory("mehari-test-timer", true), 10, TimeUnit.MILLISECONDS);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final String key = CacheKeys.of("a");

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        timer.stop();
    }

    @Test
    void keepsAResultUnderItsKeyForItsTime() {
        RedisProgram redis = opened(RedisProgram.started());
        CacheTier tier = patient(connected(redis, ""));
        assertThat(tier.find(key).join()).isEmpty();
        assertThat(tier.store(key, RESULT, TTL).join()).isTrue();
        assertThat(redis.command("PTTL", key)).matches("(?s):(29\\d{4}|300000)\r.*");
        assertThat(redis.command("STRLEN", key)).as("compressed").matches("(?s):\\d{2,3}\r.*");
        assertThat(tier.find(key).join()).hasValueSatisfying(hit -> {
            assertThat(hit.result()).isEqualTo(RESULT);
            assertThat(hit.left()).isLessThanOrEqualTo(TTL).isGreaterThan(TTL.minusMinutes(2));
        });
        tier.store(key, RESULT, Duration.ofDays(1)).join();
        assertThat(redis.command("PTTL", key)).as("an hour").matches("(?s):3(59\\d{4}|600000)\r.*");
    }

    @Test
    void whatIsForeignUnderAKeyIsAMissAndIsRemoved() {
        RedisProgram redis = opened(RedisProgram.started());
        CacheTier tier = patient(connected(redis, ""));
        redis.command("SET", key, "something");
        assertThat(tier.find(key).join()).isEmpty();
        await().atMost(LIMIT).until(() -> redis.command("EXISTS", key).startsWith(":0"));
        redis.command("RPUSH", key, "a", "list");
        assertThat(tier.find(key).join()).isEmpty();
        await().atMost(LIMIT).until(() -> redis.command("EXISTS", key).startsWith(":0"));
        assertThat(tier.statistics().unreadable()).isEqualTo(2);
        assertThat(tier.problem()).as("Redis is well").isEmpty();
    }

    @Test
    void aRedisThatIsGoneIsLeftOutAndComesBackByItself() {
        RedisProgram redis = opened(RedisProgram.started());
        CacheTier tier = tier(connected(redis, ""));
        tier.store(key, RESULT, TTL).join();
        redis.stop();
        awaitProblem(tier);
        assertThat(tier.find(key)).isCompletedWithValueMatching(Optional::isEmpty);
        redis.start();
        awaitKept(tier);
        assertThat(tier.problem()).isEmpty();
    }

    @Test
    void aRedisThatStandsStillIsLeftOutAndComesBackByItself() {
        RedisProgram redis = opened(RedisProgram.started());
        CacheTier tier = tier(connected(redis, ""));
        tier.store(key, RESULT, TTL).join();
        redis.pause();
        awaitProblem(tier);
        assertThat(tier.statistics().errors()).isEqualTo(OutageBreaker.FAILURES);
        redis.resume();
        awaitKept(tier);
        assertThat(tier.problem()).isEmpty();
    }

    @Test
    void aGatewayStartsWithoutRedisAndFindsItLater() {
        RedisProgram redis = opened(RedisProgram.started());
        redis.stop();
        RedisConnection connection = connection(redis, "");
        CacheTier tier = tier(connection);
        awaitProblem(tier);
        await().atMost(LIMIT)
                .until(() -> connection
                        .problem()
                        .filter("it cannot be reached"::equals)
                        .isPresent());
        redis.start();
        awaitKept(tier);
    }

    @Test
    @ChangesBehaviour("mehari.redis.password")
    void aWrongPasswordIsSaidAndNotShown() {
        RedisProgram redis = opened(RedisProgram.startedWith("right"));
        RedisConnection wrong = connection(redis, "wrong-secret");
        CacheTier tier = tier(wrong);
        await().atMost(LIMIT)
                .until(() -> wrong.problem()
                        .filter("it does not accept mehari.redis.username and mehari.redis.password"::equals)
                        .isPresent());
        assertThat(tier.find(key).join()).isEmpty();
        awaitProblem(tier);
        assertThat(tier.problem().orElseThrow()).doesNotContain("secret").doesNotContain("right");
        RedisConnection none = connection(redis, "");
        await().atMost(LIMIT)
                .until(() -> none.problem()
                        .filter("it wants a password: set mehari.redis.password"::equals)
                        .isPresent());
        CacheTier right = tier(connected(redis, "right"));
        assertThat(right.store(key, RESULT, TTL).join()).isTrue();
    }

    @Test
    @ChangesBehaviour("mehari.redis.username")
    void anAccountOfItsOwnIsUsed() {
        RedisProgram redis = opened(RedisProgram.started());
        redis.command("ACL", "SETUSER", "gateway", "on", ">geheim", "~mcp:*", "&*", "+@all");
        RedisConnection connection = opened(RedisConnection.begin(new RedisSettings(redis.url(), "gateway", "geheim")));
        await().atMost(LIMIT).until(() -> connection.client().isPresent());
        assertThat(tier(connection).store(key, RESULT, TTL).join()).isTrue();
        assertThat(redis.command("CLIENT", "LIST")).contains("user=gateway");
    }

    @Test
    void resultsAreRemovedByToolAndServer() {
        RedisProgram redis = opened(RedisProgram.started());
        CacheTier tier = patient(connected(redis, ""));
        String write = CacheKeys.of("files", "write", "a");
        String other = CacheKeys.of("mail", "read", "a");
        List.of(key, write, other).forEach(each -> tier.store(each, RESULT, TTL).join());
        redis.command("SET", "mine", "1");
        assertThat(tier.remove(CacheScope.ofTool("files", "read")).join()).isTrue();
        assertThat(tier.find(key).join()).isEmpty();
        assertThat(tier.find(write).join()).isPresent();
        tier.remove(CacheScope.ofServer("files")).join();
        assertThat(tier.find(write).join()).isEmpty();
        assertThat(tier.find(other).join()).isPresent();
        tier.remove(CacheScope.ALL).join();
        assertThat(tier.find(other).join()).isEmpty();
        assertThat(redis.command("EXISTS", "mine")).as("of someone else").startsWith(":1");
    }

    @Test
    void gatewaysOnOneRedisTellEachOtherWhatIsGone() {
        RedisProgram redis = opened(RedisProgram.started());
        CacheTiers one = tiers(redis);
        CacheTiers two = tiers(redis);
        await().atMost(LIMIT)
                .until(() -> redis.command("PUBSUB", "NUMSUB", RedisInvalidation.TOPIC)
                        .contains(":2"));
        String write = CacheKeys.of("files", "write", "a");
        List.of(one, two)
                .forEach(tiers ->
                        List.of(key, write).forEach(each -> tiers.memory().store(each, RESULT, TTL)));
        redis.command("PUBLISH", RedisInvalidation.TOPIC, "nonsense");
        redis.command("PUBLISH", RedisInvalidation.TOPIC, "\"some one\"");
        one.invalidate(CacheScope.ofTool("files", "read")).join();
        assertThat(one.memory().find(key)).isEqualTo(Lookup.MISS);
        await().atMost(LIMIT).until(() -> two.memory().find(key) == Lookup.MISS);
        assertThat(one.memory().find(write)).isInstanceOf(Lookup.Hit.class);
        assertThat(two.memory().find(write)).isInstanceOf(Lookup.Hit.class);
    }

    @Test
    void whatWasRemovedWhileAGatewayWasPartedIsGoneOnceItIsBack() {
        RedisProgram redis = opened(RedisProgram.started());
        PartedLine line = opened(PartedLine.to(redis.url()));
        CacheTiers one = tiers(redis);
        CacheTiers two = tiers(connected(line.url()));
        awaitListeners(redis, 2);
        String write = CacheKeys.of("files", "write", "a");
        List.of(one, two)
                .forEach(tiers -> List.of(key, write, CacheKeys.of("mail", "read", "a"))
                        .forEach(each -> tiers.memory().store(each, RESULT, TTL)));
        line.part();
        awaitListeners(redis, 1);
        assertThat(one.invalidate(CacheScope.ofTool("files", "read")).join()).isTrue();
        assertThat(two.invalidate(CacheScope.ofTool("files", "write")).join())
                .as("not in Redis")
                .isFalse();
        assertThat(two.memory().find(key)).isInstanceOf(Lookup.Hit.class);
        assertThat(one.memory().find(write)).isInstanceOf(Lookup.Hit.class);

        line.join();
        await().atMost(LIMIT).until(() -> two.memory().find(key) == Lookup.MISS);
        await().atMost(LIMIT).until(() -> one.memory().find(write) == Lookup.MISS);
        List.of(one, two)
                .forEach(tiers -> assertThat(tiers.memory().find(CacheKeys.of("mail", "read", "a")))
                        .as("was not removed")
                        .isInstanceOf(Lookup.Hit.class));
    }

    @Test
    void whereNobodyKnowsWhatWasRemovedMeanwhileEverythingIs() {
        RedisProgram redis = opened(RedisProgram.started());
        PartedLine line = opened(PartedLine.to(redis.url()));
        CacheTiers one = tiers(redis);
        CacheTiers two = tiers(connected(line.url()));
        awaitListeners(redis, 2);
        String write = CacheKeys.of("files", "write", "a");
        two.memory().store(write, RESULT, TTL);
        one.invalidate(CacheScope.ofKey(write)).join();
        await().atMost(LIMIT).until(() -> two.memory().find(write) == Lookup.MISS);
        two.memory().store(key, RESULT, TTL);
        line.part();
        awaitListeners(redis, 1);
        one.invalidate(CacheScope.ofKey(key)).join();
        awaitTold(redis, key);
        redis.command("FLUSHALL");
        one.invalidate(CacheScope.ofKey(write)).join();
        awaitTold(redis, write);
        line.join();
        await().atMost(LIMIT).until(() -> two.memory().find(key) == Lookup.MISS);

        two.memory().store(key, RESULT, TTL);
        line.part();
        for (int i = 0; i <= RedisInvalidation.KEPT; i++) {
            one.invalidate(CacheScope.ofKey(CacheKeys.of("files", "write", "n" + i)))
                    .join();
        }
        await().atMost(LIMIT)
                .until(() -> redis.command("XLEN", RedisInvalidation.STREAM).startsWith(":" + RedisInvalidation.KEPT)
                        && redis.command("XRANGE", RedisInvalidation.STREAM, "-", "+", "COUNT", "1")
                                .contains(CacheKeys.of("files", "write", "n1")));
        line.join();
        await().atMost(LIMIT).until(() -> two.memory().find(key) == Lookup.MISS);
    }

    @Test
    void aGatewayThatStartsRemovesFromItsDatabaseWhatOthersHaveRemoved() {
        RedisProgram redis = opened(RedisProgram.started());
        CacheTiers one = tiers(redis);
        awaitListeners(redis, 1);
        one.invalidate(CacheScope.ofTool("files", "read")).join();
        awaitTold(redis, CacheScope.ofTool("files", "read").mark());
        String write = CacheKeys.of("files", "write", "a");
        RedisConnection connection = connected(redis, "");
        CacheTier own = opened(new CacheTier(
                "database",
                new RedisTierStore(connected(redis, "")),
                LIMIT,
                timer,
                Clock.systemUTC(),
                System::nanoTime));
        List.of(key, write).forEach(each -> own.store(each, RESULT, TTL).join());
        CacheTiers joining = new CacheTiers(memory(), null, own);
        RedisInvalidation joined = RedisInvalidation.between(connection, joining, joining::forget, timer);
        open.add(0, joined);
        await().atMost(LIMIT).until(() -> own.find(key).join().isEmpty());
        assertThat(own.find(write).join()).isPresent();
    }

    @Test
    void whatSomeoneElseHasWrittenInPlaceOfTheStreamIsReplaced() {
        RedisProgram redis = opened(RedisProgram.started());
        redis.command("SET", RedisInvalidation.STREAM, "foreign");
        CacheTiers one = tiers(redis);
        CacheTiers two = tiers(redis);
        awaitListeners(redis, 2);
        for (String[] foreign : List.of(
                new String[] {"SET", RedisInvalidation.STREAM, "foreign"},
                new String[] {"XADD", RedisInvalidation.STREAM, "18446744073709551615-18446744073709551615", "a", "b"},
                new String[] {"XADD", RedisInvalidation.STREAM, "5-3", "a", "b"})) {
            redis.command("DEL", RedisInvalidation.STREAM);
            redis.command(foreign);
            await().atMost(LIMIT).until(() -> {
                two.memory().store(key, RESULT, TTL);
                one.invalidate(CacheScope.ofTool("files", "read")).join();
                return two.memory().find(key) == Lookup.MISS;
            });
        }
    }

    private static void awaitTold(RedisProgram redis, String mark) {
        await().atMost(LIMIT)
                .until(() -> redis.command("XRANGE", RedisInvalidation.STREAM, "-", "+")
                        .contains("\r\n" + mark + "\r\n"));
    }

    private static void awaitListeners(RedisProgram redis, int number) {
        await().atMost(LIMIT)
                .until(() -> redis.command("PUBSUB", "NUMSUB", RedisInvalidation.TOPIC)
                        .contains(":" + number));
    }

    private CacheTiers tiers(RedisProgram redis) {
        return tiers(connected(redis, ""));
    }

    private CacheTiers tiers(RedisConnection connection) {
        CacheTiers tiers = new CacheTiers(memory(), tier(connection), null);
        opened(RedisInvalidation.between(connection, tiers, tiers::forget, timer));
        return tiers;
    }

    private static CaffeineResultCache memory() {
        return new CaffeineResultCache(new CacheSettings(100, DataSize.ofMegabytes(8), DataSize.ofMegabytes(1), TTL));
    }

    private void awaitProblem(CacheTier tier) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> {
            tier.find(key).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            return tier.problem().isPresent();
        });
    }

    private void awaitKept(CacheTier tier) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            tier.store(key, RESULT, TTL);
            return tier.find(key).get(LIMIT.toSeconds(), TimeUnit.SECONDS).isPresent();
        });
    }

    private CacheTier tier(RedisConnection connection) {
        return tier(connection, CacheConfiguration.REDIS_WAIT);
    }

    /** One that waits for a Redis that is well, however busy this machine is: what comes too late would be a miss. */
    private CacheTier patient(RedisConnection connection) {
        return tier(connection, LIMIT);
    }

    private CacheTier tier(RedisConnection connection, Duration wait) {
        return new CacheTier("redis", new RedisTierStore(connection), wait, timer, Clock.systemUTC(), System::nanoTime);
    }

    private RedisConnection connected(RedisProgram redis, String password) {
        RedisConnection connection = connection(redis, password);
        await().atMost(LIMIT).until(() -> connection.client().isPresent());
        return connection;
    }

    private RedisConnection connected(String url) {
        RedisConnection connection = opened(RedisConnection.begin(new RedisSettings(url, "", "")));
        await().atMost(LIMIT).until(() -> connection.client().isPresent());
        return connection;
    }

    private RedisConnection connection(RedisProgram redis, String password) {
        return opened(RedisConnection.begin(new RedisSettings(redis.url(), "", password)));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(0, part);
        return part;
    }
}
