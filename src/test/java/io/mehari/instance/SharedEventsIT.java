package io.mehari.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.call.CallCompleted;
import io.mehari.call.Outcome;
import io.mehari.event.AlertRaised;
import io.mehari.event.AlertSeverity;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.PartedLine;
import io.mehari.support.RedisProgram;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens at one gateway is told by all, once, over a real Redis. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SharedEventsIT {
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
    void everyGatewayTellsEachEventOnceAndSaysWhoseItIs() {
        List<Gateways.One> all = List.of(
                gateways.start("a", redis.url()), gateways.start("b", redis.url()), gateways.start("c", redis.url()));
        awaitListening(all);
        for (Gateways.One one : all) {
            IntStream.range(0, 300).forEach(i -> alert(one, one.instances.self().id() + i));
            one.events.publish(new CallCompleted(
                    "r", "files", "read", "ann", Outcome.SUCCESS, false, Duration.ofMillis(1), Instant.EPOCH));
        }
        for (Gateways.One one : all) {
            awaitTold(one, 900);
            for (String id : List.of("a", "b", "c")) {
                List<String> ofOne = one.told().stream()
                        .filter(text -> text.contains("\"instance\":\"" + id + "\""))
                        .map(SharedEventsIT::key)
                        .toList();
                assertThat(ofOne)
                        .as("in their order, each once")
                        .containsExactlyElementsOf(
                                IntStream.range(0, 300).mapToObj(i -> id + i).toList());
            }
            assertThat(one.told.stream().filter(each -> !each.foreign())).hasSize(300);
            await().atMost(Gateways.LIMIT)
                    .untilAsserted(() ->
                            assertThat(one.instances.status().events().sent()).isEqualTo(300));
        }
    }

    @Test
    @ChangesBehaviour("mehari.instances.event-queue")
    void whileRedisIsAwayEventsWaitAndTheOldestBeyondAreCounted() {
        Gateways.One a = gateways.start("a", gateways.connected(redis.url()), Clock.systemUTC(), 20);
        Gateways.One b = gateways.start("b", redis.url());
        awaitListening(List.of(a, b));
        redis.stop();
        await().atMost(Gateways.LIMIT)
                .until(() -> a.instances.status().problem().isPresent());
        IntStream.range(0, 50).forEach(i -> alert(a, "x" + i));
        await().atMost(Gateways.LIMIT).until(() -> a.instances.status().events().waiting() > 0);
        long dropped = a.instances.status().events().dropped();
        assertThat(dropped).isBetween(10L, 30L);
        redis.start();
        awaitTold(b, (int) (50 - dropped));
        await().atMost(Gateways.LIMIT).until(() -> a.instances.status().events().waiting() == 0);
        assertThat(b.told().stream().map(SharedEventsIT::key)).doesNotHaveDuplicates();
        assertThat(InstanceIssues.of(a.instances.status(), Gateways.BEAT))
                .extracting("kind")
                .contains("instance_events_lost");
    }

    @Test
    void whoWasCutOffHearsWhatItMissedOnce() {
        PartedLine line = gateways.opened(PartedLine.to(redis.url()));
        Gateways.One a = gateways.start("a", redis.url());
        Gateways.One b = gateways.start("b", line.url());
        awaitListening(List.of(a, b));
        alert(a, "first");
        awaitTold(b, 1);
        line.part();
        await().atMost(Gateways.LIMIT)
                .until(() -> b.instances.status().problem().isPresent());
        IntStream.range(0, 40).forEach(i -> alert(a, "m" + i));
        alert(b, "of-b");
        await().atMost(Gateways.LIMIT).until(() -> a.instances.status().events().sent() == 41);
        line.join();
        awaitTold(b, 42);
        awaitTold(a, 42);
        assertThat(b.told().stream().map(SharedEventsIT::key)).doesNotHaveDuplicates();
        assertThat(b.instances.status().events().missed()).isZero();
    }

    @Test
    void foreignEntriesAreCountedAndOneOfAnotherKindIsRemoved() {
        Gateways.One a = gateways.start("a", redis.url());
        Gateways.One b = gateways.start("b", redis.url());
        awaitListening(List.of(a, b));
        redis.command("XADD", EventSender.STREAM, "*", "some", "thing");
        redis.command("PUBLISH", EventSender.BELL, "x");
        await().atMost(Gateways.LIMIT).until(() -> b.instances.status().events().unreadable() == 1);
        redis.command("DEL", EventSender.STREAM);
        redis.command("SET", EventSender.STREAM, "text");
        alert(a, "after");
        awaitTold(b, 1);
        assertThat(b.instances.status().problem()).isEmpty();
    }

    @Test
    void eventsWhoseSendersNumberLeapsAreCountedAsMissed() {
        Gateways.One a = gateways.start("a", redis.url());
        Gateways.One b = gateways.start("b", redis.url());
        awaitListening(List.of(a, b));
        for (int number : new int[] {1, 2, 2, 5, 1}) {
            redis.command(
                    "XADD",
                    EventSender.STREAM,
                    "*",
                    "e",
                    "{\\\"from\\\":\\\"00000000000000ff\\\",\\\"number\\\":%d,\\\"instance\\\":\\\"z\\\",\\\"topic\\\":\\\"alerts\\\",\\\"type\\\":\\\"t\\\",\\\"payload\\\":{\\\"key\\\":\\\"%d\\\"}}"
                            .formatted(number, number)
                            .transform(text -> '"' + text + '"'));
        }
        awaitTold(b, 3);
        await().atMost(Gateways.LIMIT).until(() -> b.instances.status().events().missed() == 2);
        assertThat(b.told().stream().map(SharedEventsIT::key)).containsExactly("1", "2", "5");
    }

    private static void alert(Gateways.One one, String key) {
        one.events.publish(new AlertRaised(key, AlertSeverity.WARNING, "text", "", Instant.EPOCH));
    }

    private static String key(String text) {
        return text.replaceAll(".*\"key\":\"([^\"]*)\".*", "$1");
    }

    /** Only what happens after a gateway has found the end of the stream is told by it. */
    private void awaitListening(List<Gateways.One> all) {
        await().atMost(Gateways.LIMIT)
                .until(() -> redis.command("PUBSUB", "NUMSUB", EventSender.BELL).contains(":" + all.size()));
        await().atMost(Gateways.LIMIT)
                .until(() -> all.stream()
                        .allMatch(one -> one.instances.all().size() == all.size() && one.instances.isListening()));
    }

    private static void awaitTold(Gateways.One one, int number) {
        await().atMost(Gateways.LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(one.told()).hasSize(number));
    }
}
