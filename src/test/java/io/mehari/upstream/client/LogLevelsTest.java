package io.mehari.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.ToolCallResult.Failed;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LogLevelsTest {
    private final ManualTimer timer = new ManualTimer();
    private final Upstreams upstreams = new Upstreams();
    private final FakeUpstream files = logging("files");
    private final List<FakeUpstream> own = new ArrayList<>();
    private final List<UpstreamListener> listeners = new ArrayList<>();
    private final ClientConnections connections = new ClientConnections(
            upstreams,
            (settings, listener) -> {
                own.add(logging(settings.name()));
                listeners.add(listener);
                return own.get(own.size() - 1);
            },
            new ClientConnectionLimits(9, 9, Duration.ofMinutes(5), Duration.ofMinutes(10)),
            timer,
            timer::nanoTime);
    private final LogLevels levels = new LogLevels(upstreams, connections);

    LogLevelsTest() {
        upstreams.add(files);
    }

    private static FakeUpstream logging(String name) {
        return new FakeUpstream(name).capabilities(Tools.json("{'logging': {}}"));
    }

    @Test
    void theServerIsToldOfTheMostVerboseLevelOnly() {
        levels.want("files", "warning");
        levels.want("files", "error");
        levels.want("files", "warning");
        levels.want("files", "debug");
        assertThat(told(files)).containsExactly("warning", "debug");
        assertThat(levels.level("files")).contains("debug");
    }

    @Test
    void endsWhenTheServerHasAnsweredHoweverItDoes() {
        CompletableFuture<Void> wanted = levels.want("files", "info");
        assertThat(wanted).isNotDone();
        files.last().fail(Failed.badUpstream("files", "no", null));
        assertThat(wanted).isCompleted();
        assertThat(levels.want("files", "error")).as("need not be told").isCompleted();
    }

    @Test
    void aServerThatIsConnectedAgainIsToldAgain() {
        files.state(UpstreamState.JOINING, null);
        assertThat(levels.want("files", "info")).isCompleted();
        assertThat(files.calls).isEmpty();
        files.state(UpstreamState.READY, null);
        levels.ready("files");
        levels.ready("files");
        assertThat(told(files)).containsExactly("info", "info");
    }

    @Test
    void connectionsOfClientsAreToldAsWell() {
        levels.want("files", "notice");
        connections.of("files", new FakeClient("ada")).orElseThrow().request("ping", Tools.json("{}"), params -> {});
        listeners.get(0).stateChanged(own.get(0), UpstreamState.READY);
        levels.want("files", "debug");
        assertThat(told(own.get(0))).containsExactly("", "notice", "debug");
    }

    @Test
    void whoDeclaresNoLoggingAndWhatIsNoLevelChangesNothing() {
        files.capabilities(Tools.json("{}"));
        assertThat(levels.want("files", "info")).isCompleted();
        assertThat(levels.want("files", "loud")).isCompleted();
        assertThat(levels.want("gone", "info")).isCompleted();
        assertThat(files.calls).isEmpty();
        upstreams.remove("files");
        assertThat(levels.level("files")).isEmpty();
    }

    private static List<String> told(FakeUpstream upstream) {
        return upstream.calls.stream()
                .map(call -> call.params.path("level").asText())
                .toList();
    }
}
