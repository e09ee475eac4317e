package io.mehari.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.upstream.HealthState;
import io.mehari.upstream.ServerHealth;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthOfMembersTest {
    @ParameterizedTest
    @CsvSource({
        "ONLINE, ONLINE, ONLINE",
        "ONLINE, DEGRADED, DEGRADED",
        "ONLINE, OFFLINE, DEGRADED",
        "DEGRADED, OFFLINE, DEGRADED",
        "OFFLINE, OFFLINE, OFFLINE"
    })
    void isTheBestThatIsTrueOfAll(HealthState one, HealthState other, HealthState together) {
        assertThat(HealthOfMembers.together(Arrays.asList(health(one, 10), health(other, 30)))
                        .state())
                .isEqualTo(together);
    }

    @Test
    void saysHowManyAreNotWellAndWhy() {
        ServerHealth together = HealthOfMembers.together(
                Arrays.asList(health(HealthState.ONLINE, 10), health(HealthState.OFFLINE, 30)));
        assertThat(together.reason()).hasValue("has 1 of 2 connections in trouble: OFFLINE");
        assertThat(together.latencyMillis()).hasValue(20);
    }

    private static ServerHealth health(HealthState state, double millis) {
        return new ServerHealth(
                state,
                OptionalDouble.of(millis),
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                state == HealthState.ONLINE ? Optional.empty() : Optional.of(state.name()));
    }
}
