package io.mehari.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.instance.Instances;
import io.mehari.instance.TestLocks;
import io.mehari.support.RedisProgram;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of several gateways replays the letters of one database by itself, over a real Redis. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ReplayTurnIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String DATABASE = "jdbc:postgresql://db/mehari";

    @Test
    void oneGatewayAtATimeReplaysTheLettersOfOneDatabase() throws Exception {
        try (RedisProgram redis = RedisProgram.started();
                TestLocks gateways = new TestLocks(redis.url())) {
            Instances one = gateways.gateway("one");
            ReplayTurn first = ReplayTurn.of(one, DATABASE);
            await().atMost(LIMIT).until(first::getAsBoolean);
            Instances two = gateways.gateway("two");
            ReplayTurn second = ReplayTurn.of(two, DATABASE);
            ReplayTurn elsewhere = ReplayTurn.of(two, DATABASE + "2");
            await().atMost(LIMIT).until(elsewhere::getAsBoolean);
            await().atMost(LIMIT)
                    .until(() -> two.status().locks().stream()
                            .anyMatch(
                                    lock -> lock.holder().filter("one"::equals).isPresent()));
            assertThat(second.getAsBoolean()).isFalse();
            assertThat(first.getAsBoolean()).isTrue();
            one.close();
            await().atMost(LIMIT).until(second::getAsBoolean);
            assertThat(first.getAsBoolean()).isFalse();
        }
    }

    @Test
    void whoKnowsOfNoOtherReplays() {
        assertThat(ReplayTurn.of(null, DATABASE).getAsBoolean()).isTrue();
    }

    @Test
    void aListThatAnotherGatewayHasTakenOverIsNotWorkedOff() {
        AtomicBoolean done = new AtomicBoolean();
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody("7");
        new AutomaticReplay(null, () -> false).process(exchange, sync -> done.set(true));
        assertThat(done).isTrue();
        assertThat(exchange.getMessage().getBody(String.class)).contains("7 not replayed: another gateway");
    }
}
