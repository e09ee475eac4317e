package io.mehari.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.launch.StartSummary;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.Offer;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UpstreamSupervisorTest {
    private final Upstreams upstreams = new Upstreams();
    private final List<String> ready = new ArrayList<>();
    private final ToolCatalog catalog = new ToolCatalog();
    private final UpstreamSupervisor supervisor = new UpstreamSupervisor(
            upstreams,
            catalog,
            (settings, listener) -> new FakeUpstream(settings),
            new ConnectQueue(1, Duration.ofSeconds(20), new ManualTimer()),
            new UpstreamLog(Clock.systemUTC()),
            new StartSummary(catalog, new ManualTimer(), line -> {}),
            ready::add);

    @Test
    void announcesServersBeforeTheyHaveJoined() {
        supervisor.start(List.of(Tools.settings("files"), Tools.settings("mail")));
        assertThat(catalog.servers()).containsExactly("files", "mail");
        assertThat(catalog.tools()).isEmpty();
    }

    @Test
    void startsTheNextServerWhenOneIsReadyOrWaits() {
        supervisor.start(List.of(Tools.settings("a"), Tools.settings("b"), Tools.settings("c")));
        assertThat(started("a", "b", "c")).containsExactly("a");
        supervisor.stateChanged(upstream("a"), UpstreamState.JOINING);
        assertThat(started("a", "b", "c")).containsExactly("a");
        supervisor.stateChanged(upstream("a"), UpstreamState.READY);
        assertThat(started("a", "b", "c")).containsExactly("a", "b");
        supervisor.stateChanged(upstream("b"), UpstreamState.WAITING);
        assertThat(started("a", "b", "c")).containsExactly("a", "b", "c");
    }

    private List<String> started(String... names) {
        return Stream.of(names).filter(name -> upstream(name).starts.get() == 1).toList();
    }

    @Test
    void listsToolsAsTheyChange() {
        supervisor.start(List.of(Tools.settings("files")));
        FakeUpstream files = upstream("files").tools(Tools.definition("read"));
        supervisor.offerChanged(files, Offer.Kind.TOOLS);
        assertThat(catalog.tools("files")).extracting(Tool::name).containsExactly("read");
        supervisor.offerChanged(files.tools(Tools.definition("write")), Offer.Kind.TOOLS);
        assertThat(catalog.tools("files")).extracting(Tool::name).containsExactly("write");
    }

    @Test
    void toolsStayWhileTheirServerRestarts() {
        supervisor.start(List.of(Tools.settings("files")));
        FakeUpstream files = upstream("files").tools(Tools.definition("read"));
        supervisor.offerChanged(files, Offer.Kind.TOOLS);
        supervisor.stateChanged(files.state(UpstreamState.WAITING, "exited"), UpstreamState.WAITING);
        assertThat(catalog.tools("files")).hasSize(1);
    }

    @Test
    void tellsEachTimeThatAServerIsReady() {
        supervisor.start(List.of(Tools.settings("files"), Tools.settings("mail")));
        supervisor.stateChanged(upstream("files"), UpstreamState.JOINING);
        assertThat(ready).isEmpty();
        supervisor.stateChanged(upstream("files"), UpstreamState.READY);
        supervisor.stateChanged(upstream("files"), UpstreamState.WAITING);
        supervisor.stateChanged(upstream("files"), UpstreamState.READY);
        assertThat(ready).containsExactly("files", "files");
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
