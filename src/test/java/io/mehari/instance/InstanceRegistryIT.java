package io.mehari.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.redis.RedisConnection;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.PartedLine;
import io.mehari.support.RedisProgram;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is there, over a real Redis: well, gone, standing still, empty again, cut off, with what others have written. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class InstanceRegistryIT {
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
    @DisplayName("S4.9: several instances know each other, one global view")
    @ChangesBehaviour("mehari.instances.id")
    void gatewaysKnowEachOtherAndWhoGoes() {
        Gateways.One a = gateways.start("a", redis.url());
        Gateways.One b = gateways.start("b", redis.url());
        Gateways.One c = gateways.start("c", redis.url());
        awaitOthers(a, "b", "c");
        awaitOthers(b, "a", "c");
        awaitOthers(c, "a", "b");
        assertThat(a.instances.find(b.instances.self().epoch()))
                .hasValueSatisfying(known -> assertThat(known.address()).isEqualTo("http://127.0.0.1:1"));
        String key = InstanceRegistry.PREFIX + c.instances.self().epoch();
        assertThat(redis.command("EXISTS", key)).startsWith(":1");
        c.instances.close();
        assertThat(redis.command("EXISTS", key)).as("it did not have to expire").startsWith(":0");
        awaitOthers(a, "b");
    }

    @Test
    @ChangesBehaviour("mehari.instances.expiry")
    void whoIsSilentExpiresByTheClockOfRedisWhateverItsOwnSays() {
        Gateways.One a = gateways.start("a", redis.url());
        PartedLine line = gateways.opened(PartedLine.to(redis.url()));
        Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofHours(3));
        Gateways.One late = gateways.start("late", gateways.connected(line.url()), wrong, 10);
        awaitOthers(a, "late");
        assertThat(InstanceIssues.of(a.instances.status(), Gateways.BEAT)).anySatisfy(issue -> {
            assertThat(issue.kind()).isEqualTo("instance_clocks_differ");
            assertThat(issue.cause()).contains("late by 10");
        });
        line.part();
        awaitOthers(a);
        await().atMost(Gateways.LIMIT).until(() -> late.others().isEmpty());
        assertThat(late.instances.status().problem()).isPresent();
        assertThat(a.instances.status().problem())
                .as("the other side of the cut")
                .isEmpty();
        line.join();
        awaitOthers(a, "late");
        awaitOthers(late, "a");
        await().atMost(Gateways.LIMIT)
                .until(() -> late.instances.status().problem().isEmpty());
    }

    @Test
    void aRedisThatComesBackEmptyKnowsAllAgain() {
        Gateways.One a = gateways.start("a", redis.url());
        Gateways.One b = gateways.start("b", redis.url());
        awaitOthers(a, "b");
        redis.stop();
        await().atMost(Gateways.LIMIT)
                .until(() -> a.instances.status().problem().isPresent());
        await().atMost(Gateways.LIMIT).until(() -> a.others().isEmpty());
        redis.start();
        awaitOthers(a, "b");
        awaitOthers(b, "a");
        await().atMost(Gateways.LIMIT)
                .until(() -> a.instances.status().problem().isEmpty());
    }

    @Test
    void aRedisThatStandsStillIsToldAndOthersCountAsGoneAfterTheirTime() {
        Gateways.One a = gateways.start("a", redis.url());
        gateways.start("b", redis.url());
        awaitOthers(a, "b");
        redis.pause();
        await().atMost(Gateways.LIMIT)
                .until(() -> a.instances.status().problem().isPresent());
        assertThat(a.instances.status().problem()).hasValue("it does not answer");
        awaitOthers(a);
        redis.resume();
        awaitOthers(a, "b");
    }

    @Test
    void aWrongPasswordIsToldAndNotShown() {
        RedisProgram guarded = gateways.opened(RedisProgram.startedWith("right"));
        RedisConnection wrong = gateways.connection(guarded.url(), "wrong-secret");
        Gateways.One a = gateways.start("a", wrong, Clock.systemUTC(), 10);
        await().atMost(Gateways.LIMIT)
                .until(() -> a.instances
                        .status()
                        .problem()
                        .filter("it does not accept mehari.redis.username and mehari.redis.password"::equals)
                        .isPresent());
        assertThat(a.instances.all()).extracting(Instance::id).containsExactly("a");
    }

    @Test
    @ChangesBehaviour("mehari.instances.heartbeat")
    void foreignAndCorruptValuesAreToldAndHurtNobody() {
        Gateways.One a = gateways.start("a", redis.url());
        gateways.start("b", redis.url());
        awaitOthers(a, "b");
        redis.command("ZADD", InstanceRegistry.INDEX, "99999999999999", "someone");
        redis.command("SET", InstanceRegistry.PREFIX + "someone", "nonsense");
        await().atMost(Gateways.LIMIT).until(() -> a.instances.status().unreadable() == 1);
        assertThat(InstanceIssues.of(a.instances.status(), Gateways.BEAT))
                .extracting("kind")
                .contains("instances_foreign");
        assertThat(a.others()).containsExactly("b");
        redis.command("DEL", InstanceRegistry.PREFIX + "someone");
        await().atMost(Gateways.LIMIT).until(() -> a.instances.status().unreadable() == 0);
        redis.command("SET", InstanceRegistry.INDEX, "text");
        redis.command("DEL", InstanceRegistry.PREFIX + b());
        redis.command("LPUSH", InstanceRegistry.PREFIX + b(), "a-list");
        awaitOthers(a, "b");
        await().atMost(Gateways.LIMIT)
                .until(() -> redis.command("TYPE", InstanceRegistry.INDEX).startsWith("+zset"));
        assertThat(a.instances.status().problem()).isEmpty();
    }

    @Test
    void twoOfOneNameAndDifferentRouteFilesAreToldInASentence() {
        Gateways.One a = gateways.start("a", redis.url());
        Gateways.One again = gateways.start("a", redis.url());
        Gateways.One b = gateways.start("b", redis.url());
        b.routes = "f".repeat(64);
        b.instances.changed();
        await().atMost(Gateways.LIMIT)
                .untilAsserted(() -> assertThat(InstanceIssues.of(again.instances.status(), Gateways.LIMIT))
                        .extracting("cause")
                        .contains(
                                "Gateways run different route files: a and a (00000000), b (ffffffff)",
                                "2 gateways are called a"));
        await().atMost(Gateways.LIMIT)
                .untilAsserted(() -> assertThat(a.instances.all()).hasSize(3));
    }

    private String b() {
        return "%016x".formatted(2);
    }

    private static void awaitOthers(Gateways.One one, String... ids) {
        await().atMost(Gateways.LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(one.others()).containsExactly(ids));
    }
}
