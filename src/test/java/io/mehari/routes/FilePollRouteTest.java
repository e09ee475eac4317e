package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ChangesBehaviour;
import java.util.Map;
import org.apache.camel.component.timer.TimerEndpoint;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Folders are looked at now and then; what looks different is a change. */
@TestPropertySource(properties = "route=maintenance/file-poll.camel.yaml")
@MockEndpointsAndSkip("direct:file-changes")
class FilePollRouteTest extends RouteFixture {
    private static final String TICK = "direct:tick";

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("watchedFolders");
        standInEndpoint("direct:file-changes");
        enterAt("file-poll", TICK);
    }

    @Test
    void filesThatLookDifferentAreAChange() {
        during("watchedFolders", exchange -> exchange.getMessage().setBody(true));
        send(TICK);
        assertThat(trace()).containsExactly("watchedFolders", "direct:file-changes");
    }

    @Test
    void filesThatLookTheSameAreNone() {
        during("watchedFolders", exchange -> exchange.getMessage().setBody(false));
        send(TICK);
        assertThat(trace()).containsExactly("watchedFolders");
    }

    @Test
    @ChangesBehaviour("mehari.reload.poll")
    void beginsAfterTheStartAndItsPeriodIsASetting() {
        assertThat(entryOf("file-poll", TimerEndpoint.class, Map.of()).getDelay())
                .isEqualTo(2000);
        assertThat(periodOf("file-poll", Map.of())).as("default").hasMillis(500);
        assertThat(periodOf("file-poll", Map.of("mehari.reload.poll", "700ms"))).hasMillis(700);
    }
}
