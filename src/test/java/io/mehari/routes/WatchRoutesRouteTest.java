package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.file.watch.FileWatchEndpoint;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Changes of the folder go on to {@code file-changes}; watching begins when it is asked to. */
@TestPropertySource(properties = "route=maintenance/watch-routes.camel.yaml")
@MockEndpointsAndSkip("direct:file-changes")
class WatchRoutesRouteTest extends RouteFixture {
    private static final String CHANGE = "direct:change";

    @Override
    void replaceNeighbours() throws Exception {
        standInEndpoint("direct:file-changes");
        enterAt("watch-routes", CHANGE);
    }

    @Test
    void doesNotDelayTheStart() {
        assertThat(context.getRouteController().getRouteStatus("watch-routes")).isEqualTo(ServiceStatus.Stopped);
    }

    @Test
    void passesEachChangeOn() throws Exception {
        context.getRouteController().startRoute("watch-routes");
        try {
            send(CHANGE);
            assertThat(trace()).containsExactly("direct:file-changes");
        } finally {
            context.getRouteController().stopRoute("watch-routes");
        }
    }

    @Test
    void watchesTheFolderThatIsConfiguredAndNeverMakesIt() {
        FileWatchEndpoint usual = entryOf("watch-routes", FileWatchEndpoint.class, Map.of());
        assertThat(usual.getPath()).isEqualTo("./routes");
        assertThat(usual.isAutoCreate()).isFalse();
        assertThat(usual.getQueueSize()).isEqualTo(10_000);
        assertThat(entryOf("watch-routes", FileWatchEndpoint.class, Map.of("mehari.routes.directory", "/else"))
                        .getPath())
                .isEqualTo("/else");
    }
}
