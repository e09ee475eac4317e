package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Each tick replays the letters that are due, one after another. */
@TestPropertySource(properties = "route=maintenance/dead-letter-replay.camel.yaml")
class DeadLetterReplayRouteTest extends RouteFixture {
    private static final String ID = "dead-letter-replay";
    private static final String TICK = "direct:tick";

    @DynamicPropertySource
    static void switchOn(DynamicPropertyRegistry settings) {
        settings.add("mehari.dead-letters.replay.enabled", () -> "true");
    }

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("dueReplays");
        standInBean("deadLetterReplay");
        enterAt(ID, TICK);
    }

    @Test
    void replaysOneLetterAfterAnother() {
        during("dueReplays", exchange -> exchange.getMessage().setBody(List.of("1", "2")));
        during("deadLetterReplay", exchange -> trace().add(exchange.getMessage().getBody(String.class)));
        send(TICK);
        assertThat(trace()).containsExactly("dueReplays", "deadLetterReplay", "1", "deadLetterReplay", "2");
    }

    @Test
    void replaysNothingWhereNothingIsDue() {
        during("dueReplays", exchange -> exchange.getMessage().setBody(List.of()));
        send(TICK);
        assertThat(trace()).containsExactly("dueReplays");
    }

    @Test
    void isThereOnlyWhereItIsSwitchedOn() {
        assertThat(context.getRouteDefinition(ID).getPrecondition())
                .isEqualTo("{{mehari.dead-letters.replay.enabled:false}}");
    }

    @Test
    void itsPeriodIsASetting() {
        assertThat(periodOf(ID, Map.of())).as("default").hasMillis(30_000);
        assertThat(periodOf(ID, Map.of("mehari.dead-letters.replay.period", "1234ms")))
                .hasMillis(1234);
    }
}
