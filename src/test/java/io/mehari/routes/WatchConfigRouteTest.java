package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.file.watch.FileWatchEndpoint;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Changes of the folder go on to {@code file-changes}; watching begins when it is asked to. */
@TestPropertySource(properties = "route=maintenance/watch-config.camel.yaml")
@MockEndpointsAndSkip("direct:file-changes")
class WatchConfigRouteTest extends RouteFixture {
    private static final String CHANGE = "direct:change";

    @Override
    void replaceNeighbours() throws Exception {
        standInEndpoint("direct:file-changes");
        enterAt("watch-config", CHANGE);
    }

    @Test
    void doesNotDelayTheStart() {
        assertThat(context.getRouteController().getRouteStatus("watch-config")).isEqualTo(ServiceStatus.Stopped);
    }

    @Test
    void passesEachChangeOn() throws Exception {
        context.getRouteController().startRoute("watch-config");
        try {
            send(CHANGE);
            assertThat(trace()).containsExactly("direct:file-changes");
        } finally {
            context.getRouteController().stopRoute("watch-config");
        }
    }

    @Test
    void watchesTheFolderThatIsConfiguredAndNeverMakesIt() {
        FileWatchEndpoint usual = entryOf("watch-config", FileWatchEndpoint.class, Map.of());
        assertThat(usual.getPath()).isEqualTo("./config");
        assertThat(usual.isAutoCreate()).isFalse();
        assertThat(usual.getQueueSize()).isEqualTo(10_000);
        assertThat(entryOf("watch-config", FileWatchEndpoint.class, Map.of("mehari.reload.config", "/else"))
                        .getPath())
                .isEqualTo("/else");
    }
}
