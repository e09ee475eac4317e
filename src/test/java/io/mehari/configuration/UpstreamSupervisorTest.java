package io.mehari.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamSupervisorTest {
    private final Upstreams upstreams = new Upstreams();
    private final ToolCatalog catalog = new ToolCatalog();
    private final UpstreamSupervisor supervisor = new UpstreamSupervisor(
            upstreams,
            catalog,
            (settings, listener) -> new FakeUpstream(settings),
            new UpstreamNews(Clock.systemUTC()),
            new StartSummary(catalog, new ManualTimer(), line -> {}));

    @Test
    void announcesServersBeforeTheyHaveJoined() {
        supervisor.start(List.of(Tools.settings("files"), Tools.settings("mail")));
        assertThat(catalog.servers()).containsExactly("files", "mail");
        assertThat(catalog.tools()).isEmpty();
    }

    @Test
    void listsToolsAsTheyChange() {
        supervisor.start(List.of(Tools.settings("files")));
        FakeUpstream files = upstream("files").tools(Tools.definition("read"));
        supervisor.toolsChanged(files);
        assertThat(catalog.tools("files")).extracting(Tool::name).containsExactly("read");
        supervisor.toolsChanged(files.tools(Tools.definition("write")));
        assertThat(catalog.tools("files")).extracting(Tool::name).containsExactly("write");
    }

    @Test
    void toolsStayWhileTheirServerRestarts() {
        supervisor.start(List.of(Tools.settings("files")));
        FakeUpstream files = upstream("files").tools(Tools.definition("read"));
        supervisor.toolsChanged(files);
        supervisor.stateChanged(files.state(UpstreamState.WAITING, "exited"), UpstreamState.WAITING);
        assertThat(catalog.tools("files")).hasSize(1);
    }

    @Test
    void stopsAllOfThemAtTheEnd() {
        supervisor.start(List.of(Tools.settings("files"), Tools.settings("mail")));
        supervisor.close();
        assertThat(upstream("files").isStopped()).isTrue();
        assertThat(upstream("mail").isStopped()).isTrue();
    }

    private FakeUpstream upstream(String name) {
        return (FakeUpstream) upstreams.find(name).orElseThrow();
    }
}
