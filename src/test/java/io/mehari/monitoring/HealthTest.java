package io.mehari.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.FakeUpstream;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.UpstreamState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final FakeUpstream upstream = new FakeUpstream("files");

    @Test
    void isHealthyWhenEveryPartIs() {
        Health.Report report = health(new UpstreamHealth(upstream, ServerHealths.NONE), part("routes", ""))
                .report();
        assertThat(report.healthy()).isTrue();
        assertThat(report.parts()).containsOnlyKeys("routes", "upstream:files");
        assertThat(report.at()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void isDegradedWhenOnePartIs() {
        Health.Report report = health(part("a", ""), part("b", "broken")).report();
        assertThat(report.healthy()).isFalse();
        assertThat(report.parts().get("a").healthy()).isTrue();
        assertThat(report.parts().get("b").detail()).isEqualTo("broken");
    }

    @Test
    void aCheckThatThrowsIsRed() {
        HealthCheck broken = new HealthCheck() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Condition check() {
                throw new IllegalStateException("defect");
            }
        };
        Health.Report report = health(broken, part("a", "")).report();
        assertThat(report.parts().get("broken").healthy()).isFalse();
        assertThat(report.parts().get("a").healthy()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READY")
    void anUpstreamThatIsNotReadyIsRedAndSaysWhy(UpstreamState state) {
        HealthCheck.Condition condition =
                new UpstreamHealth(upstream.state(state, "no such program"), ServerHealths.NONE).check();
        assertThat(condition.healthy()).isFalse();
        assertThat(condition.detail())
                .contains("files")
                .containsIgnoringCase(state.name())
                .contains("no such program");
    }

    @Test
    void anUpstreamTurnsGreenAgain() {
        UpstreamHealth health = new UpstreamHealth(upstream.state(UpstreamState.WAITING, "lost"), ServerHealths.NONE);
        assertThat(health.check().healthy()).isFalse();
        upstream.state(UpstreamState.READY, "lost");
        assertThat(health.check()).isEqualTo(HealthCheck.Condition.HEALTHY);
    }

    private static Health health(HealthCheck... checks) {
        return new Health(() -> List.of(checks), CLOCK);
    }

    private static HealthCheck part(String name, String problem) {
        return new HealthCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Condition check() {
                return problem.isEmpty() ? Condition.HEALTHY : Condition.unhealthy(problem);
            }
        };
    }
}
