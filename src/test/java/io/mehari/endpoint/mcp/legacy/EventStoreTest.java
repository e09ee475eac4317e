package io.mehari.endpoint.mcp.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class EventStoreTest {
    private final EventStore.Budget budget = new EventStore.Budget(20_000);
    private final EventStore store = new EventStore(settings(4), budget);

    private static SessionSettings settings(int events) {
        return new SessionSettings(
                1,
                1,
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                events,
                DataSize.ofBytes(10_000),
                DataSize.ofBytes(20_000));
    }

    private static EventId id(String stream, long number) {
        return new EventId(stream, number);
    }

    private static JsonNode message(int characters) {
        return Json.object().put("text", "x".repeat(characters));
    }

    @Test
    void givesTheLaterEventsOfOneStreamInTheirOrder() {
        store.add(id("c1", 1), message(1), false);
        store.add(id("g2", 2), message(1), false);
        store.add(id("c1", 3), message(1), false);
        store.add(id("c1", 4), message(1), true);

        assertThat(store.after(id("c1", 1)))
                .extracting(event -> event.id().number())
                .containsExactly(3L, 4L);
        assertThat(store.after(id("c1", 4))).isEmpty();
        assertThat(store.after(id("g2", 0))).singleElement().matches(event -> !event.last());
    }

    @Test
    @ChangesBehaviour("mehari.mcp.sessions.events")
    @ChangesBehaviour("mehari.mcp.sessions.event-bytes")
    void theOldestGiveWay() {
        for (int number = 1; number <= 6; number++) {
            assertThat(store.add(id("c1", number), message(1), false)).isTrue();
        }

        assertThat(store.after(id("c1", 0)))
                .extracting(event -> event.id().number())
                .containsExactly(3L, 4L, 5L, 6L);
        assertThat(store.add(id("c1", 7), message(9_700), false)).isTrue();
        assertThat(store.after(id("c1", 0)))
                .extracting(event -> event.id().number())
                .containsExactly(7L);
        assertThat(budget.held()).isBetween(9_700L, 10_000L);
    }

    @Test
    void whatIsTooLargeIsNotKeptAndCostsNothingElse() {
        store.add(id("c1", 1), message(1), false);

        assertThat(store.add(id("c1", 2), message(10_000), false)).isFalse();
        assertThat(store.after(id("c1", 0))).hasSize(1);
        assertThat(new EventStore(settings(0), budget).add(id("c1", 1), message(1), false))
                .isFalse();
    }

    @Test
    @ChangesBehaviour("mehari.mcp.sessions.all-event-bytes")
    void allStoresShareOneBudget() {
        EventStore second = new EventStore(settings(4), budget);
        EventStore third = new EventStore(settings(4), budget);
        assertThat(store.add(id("c1", 1), message(9_000), false)).isTrue();
        assertThat(second.add(id("c1", 1), message(9_000), false)).isTrue();
        assertThat(third.add(id("c1", 1), message(9_000), false)).isFalse();
        assertThat(second.add(id("c1", 2), message(9_100), false)).isTrue();
        assertThat(second.after(id("c1", 0)))
                .extracting(event -> event.id().number())
                .containsExactly(2L);

        store.close();
        second.close();
        assertThat(budget.held()).isZero();
        assertThat(third.add(id("c1", 2), message(9_000), false)).isTrue();
        assertThat(store.add(id("c1", 3), message(1), false)).isFalse();
    }
}
