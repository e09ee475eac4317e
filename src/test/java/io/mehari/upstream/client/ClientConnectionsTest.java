package io.mehari.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.Outcome;
import io.mehari.call.ProgressListener;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ClientConnectionsTest {
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final ManualTimer timer = new ManualTimer();
    private final Upstreams upstreams = new Upstreams();
    private final FakeUpstream files = new FakeUpstream("files");
    private final List<FakeUpstream> made = new ArrayList<>();
    private final List<UpstreamListener> listeners = new ArrayList<>();
    private final ClientConnections connections = new ClientConnections(
            upstreams,
            (settings, listener) -> {
                FakeUpstream upstream = new FakeUpstream(settings);
                made.add(upstream);
                listeners.add(listener);
                return upstream;
            },
            new ClientConnectionLimits(3, 2, IDLE, Duration.ofMinutes(7)),
            timer,
            timer::nanoTime);

    ClientConnectionsTest() {
        upstreams.add(files);
        upstreams.add(new FakeUpstream("web"));
    }

    @Test
    void nothingIsMadeBeforeTheFirstRequestAndNothingForWhoCannotBeAsked() {
        assertThat(connections.of("files", Client.NONE)).containsSame(files);
        assertThat(connections.of("files", new FakeClient("ada")).orElseThrow().tools())
                .isSameAs(files.tools());
        assertThat(connections.of("gone", new FakeClient("ada"))).isEmpty();
        assertThat(made).isEmpty();
    }

    @Test
    void requestsOfOneClientShareAConnectionAndThoseOfAnotherDoNot() {
        FakeClient ada = new FakeClient("ada");
        call("files", ada);
        call("files", ada);
        call("files", new FakeClient("bob"));
        assertThat(made).hasSize(2).allMatch(own -> own.starts.get() == 1);
        assertThat(made.get(0).calls).hasSize(2);
        assertThat(made.get(0).clients).containsOnly(ada);
        assertThat(made.get(1).calls).hasSize(1);
        assertThat(files.calls).isEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.client-connections.question-timeout")
    void declaresWhatItsClientHasAndAsksTheLatestOutsideOfCalls() {
        FakeClient first = new FakeClient("ada");
        FakeClient second =
                new FakeClient("ada").answering(asked -> Json.object().put("from", "second"));
        call("files", first);
        call("files", second);
        var requests = listeners.get(0).serverRequests();
        assertThat(requests.capabilities()).isEqualTo(first.capabilities());
        assertThat(requests.questionLimit()).hasMinutes(7);
        assertThat(requests.answer(made.get(0), "roots/list", Json.object())
                        .orElseThrow()
                        .join()
                        .path("from")
                        .asText())
                .isEqualTo("second");
        assertThat(requests.answer(made.get(0), "made/up", Json.object())).isEmpty();
        assertThat(first.asked).isEmpty();
    }

    @Test
    void aClientWhoseReplicaIsDownGetsAConnectionToAnother() {
        UpstreamSettings several = Tools.settings("several");
        upstreams.add(new FakeUpstream(several.withReplicas(
                List.of(several.replica(0, several.stdio(), null), several.replica(1, several.stdio(), null)))));
        FakeClient ada = new FakeClient("ada");
        call("several", ada);
        made.get(0).state(UpstreamState.JOINING, "exited");
        call("several", ada);
        assertThat(made).as("a replica that is connecting again").hasSize(1);
        made.get(0).state(UpstreamState.WAITING, "exited");
        call("several", ada);
        call("several", ada);
        assertThat(made).hasSize(2);
        assertThat(made.get(1).calls).hasSize(2);
    }

    @Test
    void onePastTheBoundEndsTheLongestUnusedOne() {
        call("files", new FakeClient("ada"));
        timer.advance(Duration.ofSeconds(1));
        call("files", new FakeClient("bob"));
        timer.advance(Duration.ofSeconds(1));
        call("files", new FakeClient("ada"));
        call("files", new FakeClient("eve"));
        assertThat(made).extracting(FakeUpstream::isStopped).containsExactly(false, true, false);
        assertThat(connections.count("files").connections()).isEqualTo(2);
    }

    @Test
    @ChangesBehaviour("mehari.client-connections.most-of-server")
    void whereAllAreInUseAnotherIsRefusedWithTheSettingToChange() {
        call("files", new FakeClient("ada"));
        call("files", new FakeClient("bob"));
        made.get(0).inFlight(1);
        made.get(1).inFlight(1).openQuestions(1);
        Failed refused = failure(call("files", new FakeClient("eve")));
        assertThat(refused.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(refused.message()).contains("files", "2 connections", "mehari.client-connections.most-of-server");
        assertThat(refused.upstreamDown()).as("counted by the breaker").isFalse();
        assertThat(connections.count("files")).isEqualTo(new ClientConnectionCount(2, 1));
        assertThat(made).noneMatch(FakeUpstream::isStopped);
    }

    /** As the server everything asks each new client for its roots, and waits a minute for one that has left. */
    @Test
    void whereServersOnlyAskTheLongestUnusedGivesWay() {
        call("files", new FakeClient("ada"));
        timer.advance(Duration.ofSeconds(1));
        call("files", new FakeClient("bob"));
        made.forEach(own -> own.openQuestions(1));
        call("files", new FakeClient("eve"));
        assertThat(made).extracting(FakeUpstream::isStopped).containsExactly(true, false, false);
        call("files", new FakeClient("joe"));
        assertThat(made)
                .as("the unused one goes before that which only asks")
                .extracting(FakeUpstream::isStopped)
                .containsExactly(true, false, true, false);
    }

    @Test
    @ChangesBehaviour("mehari.client-connections.most")
    void allServersTogetherAreBoundedAsWell() {
        call("files", new FakeClient("ada"));
        call("files", new FakeClient("bob"));
        call("web", new FakeClient("ada"));
        made.forEach(own -> own.inFlight(1));
        Failed refused = failure(call("web", new FakeClient("bob")));
        assertThat(refused.message()).contains("3 connections", "mehari.client-connections.most)");
    }

    @Test
    @ChangesBehaviour("mehari.client-connections.idle")
    void theUnusedEndAndTheUsedDoNot() {
        call("files", new FakeClient("ada"));
        call("files", new FakeClient("bob"));
        made.get(0).inFlight(1);
        timer.advance(IDLE.minusSeconds(1));
        assertThat(made).noneMatch(FakeUpstream::isStopped);
        timer.advance(Duration.ofSeconds(20));
        assertThat(made).extracting(FakeUpstream::isStopped).containsExactly(false, true);
        made.get(0).inFlight(0);
        timer.advance(IDLE.minusSeconds(11));
        assertThat(made.get(0).isStopped()).as("was used until a moment ago").isFalse();
        timer.advance(Duration.ofSeconds(20));
        assertThat(made.get(0).isStopped()).isTrue();
        assertThat(timer.pending()).as("clocks left behind").isZero();
    }

    @Test
    void theEndOfAClientEndsItsConnectionsToAllServers() {
        call("files", new FakeClient("ada"));
        call("web", new FakeClient("ada"));
        call("web", new FakeClient("bob"));
        connections.ended("ada");
        assertThat(made).extracting(FakeUpstream::isStopped).containsExactly(true, true, false);
    }

    @Test
    void newSettingsOfTheServerEndThemWhenTheirCallsHaveEnded() {
        call("files", new FakeClient("ada"));
        call("files", new FakeClient("bob"));
        made.get(0).inFlight(1);
        upstreams.replace(new FakeUpstream(Tools.settings("files", "other")));
        assertThat(made).extracting(FakeUpstream::isStopped).containsExactly(false, true);
        call("files", new FakeClient("ada"));
        assertThat(made).hasSize(3);
        assertThat(made.get(2).settings().fingerprint()).isEqualTo("other");
        made.get(0).inFlight(0);
        timer.advance(Duration.ofSeconds(10));
        assertThat(made.get(0).isStopped()).isTrue();
    }

    @Test
    void callsThatDoNotEndDoNotKeepTheConnectionOfARemovedServer() {
        call("files", new FakeClient("ada"));
        made.get(0).inFlight(1);
        upstreams.remove("files");
        timer.advance(Duration.ofSeconds(20));
        assertThat(made.get(0).isStopped()).isTrue();
    }

    @Test
    void theEndOfTheGatewayEndsAllAndRefusesOthers() {
        call("files", new FakeClient("ada"));
        Upstream later = connections.of("files", new FakeClient("bob")).orElseThrow();
        connections.close();
        assertThat(made.get(0).isStopped()).isTrue();
        assertThat(failure(later.request("ping", Json.object(), ProgressListener.NONE))
                        .message())
                .contains("stopping");
        timer.advance(IDLE);
        assertThat(timer.pending()).isZero();
    }

    private UpstreamCall call(String server, FakeClient client) {
        ObjectNode params = Json.object();
        return connections
                .of(server, client)
                .orElseThrow()
                .request("resources/read", params, ClientHeaders.NONE, ProgressListener.NONE, client);
    }

    private static Failed failure(UpstreamCall call) {
        try {
            throw new AssertionError(call.result().join());
        } catch (CompletionException e) {
            return ((ToolCallException) e.getCause()).result();
        }
    }
}
