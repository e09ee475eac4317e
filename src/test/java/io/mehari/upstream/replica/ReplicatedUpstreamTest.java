package io.mehari.upstream.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ProgressListener;
import io.mehari.call.ReplicaTry;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Failed.Standing;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.HealthState;
import io.mehari.upstream.Offer;
import io.mehari.upstream.ReplicaStatus;
import io.mehari.upstream.ServerHealth;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamCall.Cancellation;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One server behind several connections. */
@DisplayName("S2.8: failover between replicas; S1.13: balancing by health")
class ReplicatedUpstreamTest implements UpstreamListener {
    private final ManualTimer timer = new ManualTimer();
    private final List<FakeUpstream> members = new ArrayList<>();
    private final List<UpstreamListener> listeners = new ArrayList<>();
    private final List<UpstreamState> states = new ArrayList<>();
    private final List<String> replicaStates = new ArrayList<>();
    private final List<Optional<String>> differences = new ArrayList<>();
    private final Map<Upstream, HealthState> health = new HashMap<>();
    private ServerHealths healths = ServerHealths.NONE;
    private ReplicatedUpstream server;

    @Override
    public void offerChanged(Upstream upstream, Offer.Kind kind) {
        // Asked for where it is needed.
    }

    @Override
    public void stateChanged(Upstream upstream, UpstreamState state) {
        states.add(state);
    }

    @Override
    public void replicaChanged(Upstream of, Upstream replica, UpstreamState state) {
        replicaStates.add(replica.name() + " " + state);
    }

    @Override
    public void replicaDiffers(Upstream of, Upstream replica, Optional<String> difference) {
        differences.add(difference.map(text -> replica.name() + " " + text));
    }

    @Test
    void callsAreSpreadByWhoHasLessToDo() {
        start(3);
        IntStream.range(0, 300).forEach(i -> call("read"));
        assertThat(members).allSatisfy(member -> assertThat(member.calls.size()).isCloseTo(100, within(40)));
        assertThat(server.replicas())
                .extracting(ReplicaStatus::inFlight)
                .containsExactlyElementsOf(
                        members.stream().map(member -> member.calls.size()).toList());
    }

    @Test
    void aReplicaThatIsBusyGetsFewOfTheNextCalls() {
        start(2);
        members.get(1).answerWith(made -> made.answer("done"));
        IntStream.range(0, 200).forEach(i -> call("read"));
        assertThat(members.get(0).calls.size()).isBetween(1, 30);
    }

    @Test
    void aCallThatWasNotSentGoesToTheNextReplicaAtOnce() throws Exception {
        start(3);
        members.get(0).answerWith(made -> made.fail(down("files#0")));
        members.get(1).answerWith(made -> made.fail(Failed.limited("files#1", "Full", Duration.ofSeconds(1))));
        members.get(2).answerWith(made -> made.answer("done"));
        for (int i = 0; i < 50; i++) {
            assertThat(call("read").result().get()).isEqualTo(Tools.text("done"));
        }
        assertThat(members.get(2).calls).hasSize(50);
    }

    @Test
    void aCallTellsWhichReplicasWereTried() {
        start(3);
        members.get(0).answerWith(made -> made.fail(down("files#0")));
        members.get(1).answerWith(made -> made.fail(Failed.limited("files#1", "Full", Duration.ofSeconds(1))));
        members.get(2).answerWith(made -> made.answer("done"));
        List<UpstreamCall> calls =
                IntStream.range(0, 50).mapToObj(i -> call("read")).toList();
        assertThat(calls).allSatisfy(made -> {
            List<ReplicaTry> tries = made.tries();
            ReplicaTry last = tries.get(tries.size() - 1);
            assertThat(last.replica()).isEqualTo("files#2");
            assertThat(last.refusal()).isEmpty();
            assertThat(tries.subList(0, tries.size() - 1)).allSatisfy(refused -> {
                assertThat(refused.refusal().orElseThrow().upstream()).isEqualTo(refused.replica());
                assertThat(refused.beganNanos()).isLessThanOrEqualTo(refused.endedNanos());
                assertThat(refused.endedNanos()).isLessThanOrEqualTo(last.beganNanos());
            });
        });
        assertThat(calls).anySatisfy(made -> assertThat(made.tries()).hasSize(3));
        members.get(2).answerWith(made -> made.fail(down("files#2")));
        assertThat(call("read").tries())
                .as("none took it")
                .allSatisfy(refused -> assertThat(refused.refusal()).isPresent());
    }

    @Test
    void aCallThatMayHaveRunIsNotSentAgainAndNotHeldAgainstTheServer() {
        start(2);
        members.forEach(member -> member.answerWith(
                made -> made.fail(Failed.outcomeUnknown(member.name(), "Upstream " + member.name() + " was lost"))));
        Failed failure = failureOf(call("read"));
        assertThat(failure.outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(failure.upstream()).isEqualTo("files");
        assertThat(failure.message()).matches("Upstream files#[01] was lost");
        assertThat(failure.standing()).isEqualTo(Standing.REPLICA_FAILED);
        assertThat(members.get(0).calls.size() + members.get(1).calls.size()).isEqualTo(1);
    }

    @Test
    void failuresCountAgainstTheServerOnceNoReplicaIsWell() {
        start(2);
        members.get(1).state(UpstreamState.WAITING, "exited");
        members.get(0).answerWith(made -> made.fail(Failed.badUpstream("files#0", "Garbage", null)));
        assertThat(failureOf(call("read")).standing()).isEqualTo(Standing.THERE);
    }

    @Test
    void aReplicaThatFailsCallsRestsWhileTheOthersServe() {
        start(2);
        members.get(0).answerWith(made -> made.fail(Failed.badUpstream("files#0", "Garbage", null)));
        members.get(1).answerWith(made -> made.answer("done"));
        IntStream.range(0, 100).forEach(i -> call("read"));
        assertThat(members.get(0).calls).hasSize(3);
        assertThat(server.replicas().get(0).resting()).isTrue();
        assertThat(server.replicas().get(0).failures()).isEqualTo(3);
        assertThat(server.replicas().get(0).serves()).isFalse();
    }

    @Test
    void anErrorThatAnswersACallIsNoFailureOfTheReplica() {
        start(1);
        members.get(0)
                .answerWith(made -> made.fail(Failed.upstreamError(
                        "files#0", "No such file", Json.object().put("code", -32602))));
        IntStream.range(0, 10).forEach(i -> call("read"));
        Failed failure = failureOf(call("read"));
        assertThat(failure.outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
        assertThat(failure.answeredError()).isPresent();
        assertThat(server.replicas().get(0).failures()).isZero();
        assertThat(server.replicas().get(0).resting()).isFalse();
    }

    @Test
    void aCallThatRanOutOfTimeIsHeldAgainstItsReplicaByName() {
        start(2);
        UpstreamCall call = call("read");
        int at = members.get(0).calls.size() == 1 ? 0 : 1;
        assertThat(call.cancel("no answer")).isEqualTo(Cancellation.SENT);
        Failed failure = call.limited(Failed.timedOut("files", "Upstream files did not answer"));
        assertThat(failure.message()).contains("The call was at replica files#" + at);
        assertThat(failure.standing()).isEqualTo(Standing.REPLICA_FAILED);
        assertThat(server.replicas().get(at).failures()).isEqualTo(1);
        assertThat(server.replicas().get(at).inFlight()).isZero();
    }

    @Test
    void noReplicaIsThereNamesTheServerAndWhy() {
        start(2);
        for (FakeUpstream member : members) {
            member.state(UpstreamState.WAITING, "exited").answerWith(made -> made.fail(down(member.name())));
        }
        Failed failure = failureOf(call("read"));
        assertThat(failure.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failure.upstream()).isEqualTo("files");
        assertThat(failure.upstreamDown()).isTrue();
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(failure.message())
                .contains("Upstream files has no replica that takes the call", "files#0 is down", "files#1 is down");
    }

    @Test
    void aReplicaThatAsksToWaitIsLeftAlone() {
        start(2);
        members.get(0).answerWith(made -> made.fail(Failed.asksToWait("files#0", "Too many", Duration.ofSeconds(30))));
        members.get(1).answerWith(made -> made.answer("done"));
        IntStream.range(0, 50).forEach(i -> assertThat(call("read").result()).isCompleted());
        assertThat(members.get(0).calls.size()).isLessThanOrEqualTo(1);
    }

    @Test
    void aServerIsReadyWhileOneReplicaIs() {
        start(2);
        states.clear();
        announce(0, UpstreamState.WAITING);
        assertThat(states).isEmpty();
        assertThat(server.state()).isEqualTo(UpstreamState.READY);
        announce(1, UpstreamState.WAITING);
        announce(0, UpstreamState.JOINING);
        announce(0, UpstreamState.READY);
        assertThat(states).containsExactly(UpstreamState.WAITING, UpstreamState.JOINING, UpstreamState.READY);
        assertThat(replicaStates).contains("files#0 WAITING", "files#1 WAITING", "files#0 READY");
        IntStream.range(0, 10).forEach(i -> call("read"));
        assertThat(members.get(0).calls).hasSize(10);
    }

    @Test
    void aCallThatWaitsForOneReplicaGoesToTheFirstThatIsThere() {
        start(2, UpstreamState.JOINING);
        members.forEach(member -> member.cancelWith(() -> Cancellation.NEVER_SENT));
        UpstreamCall call = call("read");
        int at = members.get(0).calls.isEmpty() ? 1 : 0;
        members.get(1 - at).answerWith(made -> made.answer("done"));
        announce(1 - at, UpstreamState.READY);
        assertThat(call.result()).isCompletedWithValue(Tools.text("done"));
        assertThat(members.get(at).last().isCancelled()).isTrue();
    }

    /** All of them connect while it waits: there is no use in waiting for one after the other. */
    @Test
    void aCallWaitsOnceHoweverManyReplicasHang() {
        start(3, UpstreamState.JOINING);
        members.forEach(member -> member.cancelWith(() -> Cancellation.NEVER_SENT));
        UpstreamCall call = call("read");
        timer.advance(Duration.ofSeconds(5).minusMillis(1));
        assertThat(call.result()).isNotDone();
        timer.advance(Duration.ofMillis(1));
        Failed failure = failureOf(call);
        assertThat(failure.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failure.upstream()).isEqualTo("files");
        assertThat(failure.message()).contains("did not become ready within the 5.0 s", "was not sent");
        assertThat(members).extracting(member -> member.calls.size()).containsExactlyInAnyOrder(1, 0, 0);
        assertThat(server.replicas()).extracting(ReplicaStatus::inFlight).containsOnly(0);
        assertThat(timer.pending()).isZero();
    }

    /** One that refuses after a while leaves no more than the rest of the wait to the next. */
    @Test
    void theWaitIsSharedByReplicasThatHangOneAfterTheOther() {
        start(2, UpstreamState.JOINING);
        members.forEach(member -> member.cancelWith(() -> Cancellation.NEVER_SENT));
        UpstreamCall call = call("read");
        int at = members.get(0).calls.isEmpty() ? 1 : 0;
        timer.advance(Duration.ofSeconds(3));
        members.get(at).last().fail(down("files#" + at));
        assertThat(members.get(1 - at).calls).hasSize(1);
        timer.advance(Duration.ofSeconds(2));
        assertThat(failureOf(call).message()).contains("files#" + at + " is down", "did not become ready");
    }

    @Test
    void theOthersConnectWhileOneHangs() {
        start(3, UpstreamState.JOINING);
        announce(2, UpstreamState.WAITING);
        members.forEach(member -> member.cancelWith(() -> Cancellation.NEVER_SENT));
        UpstreamCall call = call("read");
        assertThat(members.get(2).timesWanted())
                .as("one that pauses between attempts")
                .isEqualTo(1);
        members.get(2).answerWith(made -> made.answer("done"));
        announce(2, UpstreamState.READY);
        assertThat(call.result()).isCompletedWithValue(Tools.text("done"));
        assertThat(timer.pending()).as("the end of the wait").isZero();
    }

    @Test
    void aCallThatHasWaitedLongEnoughStillGoesToOneThatIsThere() {
        start(2, UpstreamState.JOINING);
        UpstreamCall call = call("read");
        int at = members.get(0).calls.isEmpty() ? 1 : 0;
        timer.advance(Duration.ofSeconds(5));
        assertThat(call.result()).as("sent at the last moment").isNotDone();
        announce(1 - at, UpstreamState.READY);
        members.get(1 - at).answerWith(made -> made.answer("done"));
        members.get(at).last().fail(down("files#" + at));
        assertThat(call.result()).isCompletedWithValue(Tools.text("done"));
    }

    @Test
    void aCallThatHasBeenSentStaysWhereItIs() {
        start(2, UpstreamState.JOINING);
        UpstreamCall call = call("read");
        int at = members.get(0).calls.isEmpty() ? 1 : 0;
        announce(1 - at, UpstreamState.READY);
        assertThat(members.get(1 - at).calls).isEmpty();
        members.get(at).last().answer("done");
        assertThat(call.result()).isCompletedWithValue(Tools.text("done"));
    }

    @Test
    void aCancelledCallIsNotSentToAnotherReplica() {
        start(2);
        UpstreamCall call = call("read");
        assertThat(call.cancel("nobody waits")).isEqualTo(Cancellation.SENT);
        assertThat(call.cancel("again")).isEqualTo(Cancellation.TOO_LATE);
        members.stream().flatMap(member -> member.calls.stream()).forEach(made -> made.fail(down("files#0")));
        assertThat(call.result()).isNotDone();
        assertThat(members.get(0).calls.size() + members.get(1).calls.size()).isEqualTo(1);
    }

    @Test
    void callsGoToThoseThatAnswerTheirHeartbeats() {
        healths = upstream -> new ServerHealth(
                health.getOrDefault(upstream, HealthState.ONLINE),
                OptionalDouble.empty(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
        start(3);
        health.put(members.get(0), HealthState.DEGRADED);
        health.put(members.get(1), HealthState.OFFLINE);
        IntStream.range(0, 20).forEach(i -> call("read"));
        assertThat(members.get(2).calls).hasSize(20);
        members.get(2).state(UpstreamState.WAITING, "exited");
        call("read");
        assertThat(members.get(0).calls).as("DEGRADED before OFFLINE").hasSize(1);
        members.get(0).state(UpstreamState.WAITING, "exited");
        call("read");
        assertThat(members.get(1).calls).as("OFFLINE, and connected").hasSize(1);
    }

    @Test
    void theCatalogueIsThatOfTheReplicaThatWasReadyFirst() {
        start(2, UpstreamState.JOINING);
        members.get(0).tools(Tools.definition("read"));
        members.get(1).tools(Tools.definition("read"), Tools.definition("write"));
        announce(1, UpstreamState.READY);
        announce(0, UpstreamState.READY);
        assertThat(names()).containsExactly("read", "write");
        assertThat(differences).containsExactly(Optional.of("files#0 lacks write"));
        assertThat(server.replicas().get(0).difference()).contains("lacks write");
        IntStream.range(0, 20).forEach(i -> call("write"));
        assertThat(members.get(1).calls)
                .as("calls of a tool that the other lacks")
                .hasSize(20);
        announce(1, UpstreamState.WAITING);
        assertThat(names()).containsExactly("read");
        announce(1, UpstreamState.READY);
        assertThat(names()).as("whoever leads stays").containsExactly("read");
        assertThat(server.replicas().get(1).difference()).contains("has besides write");
    }

    @Test
    void otherDefinitionsOfOneToolAreTold() {
        start(2, UpstreamState.JOINING);
        members.get(0).tools(Tools.definition("read"));
        members.get(1).tools(Tools.definition("read").put("description", "newer"));
        announce(0, UpstreamState.READY);
        announce(1, UpstreamState.READY);
        assertThat(differences).containsExactly(Optional.of("files#1 defines otherwise read"));
    }

    @Test
    void subscriptionsAndLogLevelsGoToAllAndToThoseThatComeLater() {
        start(3);
        announce(2, UpstreamState.WAITING);
        members.forEach(member -> member.answerWith(made -> made.answer("ok")));
        ObjectNode uri = Json.object().put("uri", "demo://a");
        assertThat(request(McpMethod.RESOURCES_SUBSCRIBE, uri).result()).isCompleted();
        assertThat(request(McpMethod.LOGGING_SET_LEVEL, Json.object().put("level", "debug"))
                        .result())
                .isCompleted();
        assertThat(members).extracting(member -> member.calls.size()).containsExactly(2, 2, 0);
        announce(2, UpstreamState.READY);
        assertThat(members.get(2).calls)
                .extracting(made -> made.method)
                .containsExactly(McpMethod.RESOURCES_SUBSCRIBE, McpMethod.LOGGING_SET_LEVEL);
        request(McpMethod.RESOURCES_UNSUBSCRIBE, uri);
        announce(2, UpstreamState.WAITING);
        announce(2, UpstreamState.READY);
        assertThat(members.get(2).last().method).isEqualTo(McpMethod.LOGGING_SET_LEVEL);
    }

    @Test
    void aClientKeepsToAReplicaThatIsThere() {
        start(2);
        members.get(0).state(UpstreamState.WAITING, "exited");
        UpstreamSettings own = server.ofOneClient();
        assertThat(own.name()).isEqualTo("files");
        assertThat(own.replicas()).isEmpty();
        assertThat(own.stdio().command()).isEqualTo("server-1");
    }

    @Test
    void aRestartTakesOneAfterTheOther() {
        start(3);
        announce(2, UpstreamState.WAITING);
        assertThat(server.restart()).isCompleted();
        assertThat(members).extracting(FakeUpstream::restarts).containsExactly(1, 0, 1);
        announce(0, UpstreamState.READY);
        assertThat(members).extracting(FakeUpstream::restarts).containsExactly(1, 1, 1);
    }

    @Test
    void aRestartGoesOnWhereOneReplicaDoesNotComeBack() {
        start(2);
        server.restart();
        timer.advance(Duration.ofSeconds(20));
        assertThat(members).extracting(FakeUpstream::restarts).containsExactly(1, 1);
    }

    @Test
    void stopsAll() {
        start(2);
        server.stop().join();
        assertThat(members).allMatch(FakeUpstream::isStopped);
    }

    private void start(int replicas) {
        start(replicas, UpstreamState.READY);
    }

    private void start(int replicas, UpstreamState initially) {
        UpstreamSettings settings = Tools.settings("files");
        List<UpstreamSettings> all = IntStream.range(0, replicas)
                .mapToObj(index -> settings.replica(
                        index, new UpstreamSettings.StdioSettings("server-" + index, List.of(), Map.of(), ""), null))
                .toList();
        server = new ReplicatedUpstream(
                settings.withReplicas(all), this, this::member, () -> healths, timer, Clock.systemUTC());
        server.start();
        for (int i = 0; i < replicas; i++) {
            members.get(i).tools(Tools.definition("read"));
            announce(i, initially);
        }
    }

    private Upstream member(UpstreamSettings settings, UpstreamListener listener) {
        FakeUpstream member = new FakeUpstream(settings).state(UpstreamState.NEW, null);
        members.add(member);
        listeners.add(listener);
        return member;
    }

    /** A replica reads its tools before it is ready. */
    private void announce(int replica, UpstreamState state) {
        FakeUpstream member = members.get(replica);
        listeners.get(replica).offerChanged(member, Offer.Kind.TOOLS);
        member.state(state, state == UpstreamState.WAITING ? "exited" : null);
        listeners.get(replica).stateChanged(member, state);
    }

    private UpstreamCall call(String tool) {
        return server.callTool(tool, Json.object(), ProgressListener.NONE);
    }

    private UpstreamCall request(String method, ObjectNode params) {
        return server.request(method, params, ProgressListener.NONE);
    }

    private List<String> names() {
        return server.tools().stream().map(tool -> tool.path("name").asText()).toList();
    }

    private static Failed down(String name) {
        return Failed.down(name, "Upstream " + name + " is down", Duration.ofSeconds(3));
    }

    private static Failed failureOf(UpstreamCall call) {
        assertThat(call.result()).isCompletedExceptionally();
        try {
            call.result().get();
            throw new AssertionError("The call succeeded");
        } catch (ExecutionException e) {
            return ((ToolCallException) e.getCause()).result();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
