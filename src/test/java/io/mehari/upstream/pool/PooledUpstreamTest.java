package io.mehari.upstream.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.Offer;
import io.mehari.upstream.PoolStatus;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamCall.Cancellation;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.Pool;
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import io.mehari.upstream.UpstreamState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PooledUpstreamTest implements UpstreamListener {
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final Duration GROWTH_PAUSE = Duration.ofSeconds(2);

    private final ManualTimer timer = new ManualTimer();
    private final List<FakeUpstream> members = new ArrayList<>();
    private final List<UpstreamListener> listeners = new ArrayList<>();
    private final List<UpstreamState> states = new ArrayList<>();
    private final List<Integer> tools = new ArrayList<>();
    private final List<Offer.Kind> changes = new ArrayList<>();
    private UpstreamState initially = UpstreamState.READY;

    @Override
    public void offerChanged(Upstream upstream, Offer.Kind kind) {
        changes.add(kind);
        if (kind == Offer.Kind.TOOLS) {
            tools.add(upstream.tools().size());
        }
    }

    @Override
    public void stateChanged(Upstream upstream, UpstreamState state) {
        states.add(state);
    }

    @Test
    void sendsEachCallToTheMemberWithTheFewest() {
        PooledUpstream pool = pool(3, 3);
        call(pool);
        call(pool);
        call(pool);
        assertThat(members).extracting(member -> member.calls.size()).containsExactly(1, 1, 1);
        members.get(1).last().answer("done");
        call(pool);
        assertThat(members).extracting(member -> member.calls.size()).containsExactly(1, 2, 1);
        assertThat(pool.state()).isEqualTo(UpstreamState.READY);
    }

    @Test
    void aCancelledCallNoLongerCounts() {
        PooledUpstream pool = pool(2, 2);
        UpstreamCall first = call(pool);
        call(pool);
        first.cancel("nobody waits");
        assertThat(members.get(0).last().isCancelled()).isTrue();
        call(pool);
        assertThat(members.get(0).calls).hasSize(2);
    }

    @Test
    void aCancelledCallSaysWhatItsMemberSays() {
        initially = UpstreamState.JOINING;
        PooledUpstream pool = pool(2, 2);
        members.get(0).cancelWith(() -> Cancellation.NEVER_SENT);
        UpstreamCall first = call(pool);
        UpstreamCall second = call(pool);
        assertThat(first.cancel("nobody waits")).isEqualTo(Cancellation.NEVER_SENT);
        assertThat(second.cancel("nobody waits")).isEqualTo(Cancellation.SENT);
        assertThat(second.cancel("again")).isEqualTo(Cancellation.TOO_LATE);
    }

    @Test
    void aDeadMemberRemovesOnlyItself() {
        PooledUpstream pool = pool(2, 2);
        announce(0, UpstreamState.READY, null);
        announce(0, UpstreamState.WAITING, "gone");
        call(pool);
        call(pool);
        assertThat(members).extracting(member -> member.calls.size()).containsExactly(0, 2);
        assertThat(pool.state()).isEqualTo(pool.status().state()).isEqualTo(UpstreamState.READY);
        assertThat(pool.status().lastError()).contains("gone");
        assertThat(states).containsExactly(UpstreamState.READY);
    }

    @Test
    void isAwayOnceAllMembersAreAndBackWithTheFirst() {
        PooledUpstream pool = pool(2, 2);
        announce(0, UpstreamState.READY, null);
        announce(0, UpstreamState.JOINING, "lost");
        announce(1, UpstreamState.JOINING, "lost");
        announce(0, UpstreamState.WAITING, "gone");
        announce(1, UpstreamState.WAITING, "gone");
        announce(1, UpstreamState.READY, null);
        assertThat(states)
                .containsExactly(
                        UpstreamState.READY, UpstreamState.JOINING, UpstreamState.WAITING, UpstreamState.READY);
        call(pool);
        assertThat(members.get(1).calls).hasSize(1);
    }

    @Test
    void callsWaitAtAMemberThatIsJoiningWhereNoneIsReady() {
        initially = UpstreamState.WAITING;
        PooledUpstream pool = pool(2, 2);
        members.get(1).state(UpstreamState.JOINING, null);
        call(pool);
        assertThat(members.get(1).calls).hasSize(1);
    }

    @Test
    void offersTheToolsOfTheFirstReadyMemberAndTellsOfAChangeOnce() {
        initially = UpstreamState.JOINING;
        PooledUpstream pool = pool(2, 2);
        members.get(1).tools(Tools.definition("read"));
        listeners.get(1).offerChanged(members.get(1), Offer.Kind.TOOLS);
        announce(1, UpstreamState.READY, null);
        members.get(0).tools(Tools.definition("read"));
        listeners.get(0).offerChanged(members.get(0), Offer.Kind.TOOLS);
        announce(0, UpstreamState.READY, null);
        assertThat(tools).containsExactly(1);
        members.get(0).tools(new ObjectNode[0]);
        listeners.get(0).offerChanged(members.get(0), Offer.Kind.TOOLS);
        assertThat(tools).containsExactly(1, 0);
        assertThat(pool.status().tools()).isZero();
    }

    @Test
    void offersAllListsAndKeepsThoseThatAMemberHasNotReadYet() {
        initially = UpstreamState.JOINING;
        PooledUpstream pool = pool(2, 2);
        ObjectNode prompt = Json.object().put("name", "greet");
        members.get(1).tools(Tools.definition("read")).offer(Offer.Kind.PROMPTS, prompt);
        announce(1, UpstreamState.READY, null);
        assertThat(changes).containsExactly(Offer.Kind.TOOLS, Offer.Kind.PROMPTS);
        members.get(0).tools(Tools.definition("read"));
        announce(0, UpstreamState.READY, null);
        assertThat(pool.offer().prompts()).containsExactly(prompt);
        members.get(0).offer(Offer.Kind.RESOURCES, Json.object().put("uri", "demo://a"));
        listeners.get(0).offerChanged(members.get(0), Offer.Kind.RESOURCES);
        assertThat(pool.offer().resources()).hasSize(1);
        assertThat(changes).containsExactly(Offer.Kind.TOOLS, Offer.Kind.PROMPTS, Offer.Kind.RESOURCES);
    }

    @Test
    void growsByHalfWhileMostAreBusyUpToTheMost() {
        PooledUpstream pool = pool(2, 4);
        call(pool);
        assertThat(members).hasSize(2);
        call(pool);
        assertThat(members).hasSize(3);
        call(pool);
        assertThat(members).as("not twice within two seconds").hasSize(3);
        timer.advance(GROWTH_PAUSE);
        call(pool);
        assertThat(members).hasSize(4);
        timer.advance(GROWTH_PAUSE);
        for (int i = 0; i < 5; i++) {
            call(pool);
        }
        assertThat(members).hasSize(4);
    }

    @Test
    void doesNotGrowWhileANewMemberIsJoining() {
        PooledUpstream pool = pool(1, 4);
        initially = UpstreamState.JOINING;
        call(pool);
        call(pool);
        call(pool);
        assertThat(members).hasSize(2);
        timer.advance(GROWTH_PAUSE);
        call(pool);
        assertThat(members).hasSize(2);
        members.get(1).state(UpstreamState.READY, null);
        call(pool);
        assertThat(members.size()).isGreaterThan(2);
    }

    @Test
    void shrinksToTheLeastWhenNobodyCalls() {
        PooledUpstream pool = pool(2, 4);
        List<UpstreamCall> calls = new ArrayList<>(List.of(call(pool), call(pool), call(pool)));
        timer.advance(GROWTH_PAUSE);
        calls.add(call(pool));
        assertThat(pool.pool()).contains(new PoolStatus(4, 3, 2, 4, 2, 0));
        members.forEach(member -> member.calls.forEach(made -> made.answer("done")));
        assertThat(calls).allMatch(made -> made.result().isDone());
        timer.advance(PERIOD.minus(GROWTH_PAUSE)); // busy within this one
        assertThat(members).noneMatch(FakeUpstream::isStopped);
        timer.advance(PERIOD);
        timer.advance(PERIOD);
        timer.advance(PERIOD);
        assertThat(members).extracting(FakeUpstream::isStopped).containsExactly(false, false, true, true);
        assertThat(pool.pool()).contains(new PoolStatus(2, 0, 2, 4, 2, 1));
        call(pool);
        assertThat(members.get(0).calls.size() + members.get(1).calls.size()).isEqualTo(4);
    }

    @Test
    void everyProcessIsToldTheLogLevelAlsoTheOneThatComesLater() {
        PooledUpstream pool = pool(3, 3);
        members.get(1).state(UpstreamState.JOINING, null);
        members.forEach(member -> member.capabilities(Tools.json("{'logging':{}}")));
        request(pool, "logging/setLevel", "{'level':'debug'}");
        assertThat(told("logging/setLevel")).containsExactly(1L, 0L, 1L);

        announce(1, UpstreamState.READY, null);
        assertThat(told("logging/setLevel")).containsExactly(1L, 1L, 1L);
        assertThat(members.get(1).last().params.path("level").asText()).isEqualTo("debug");
    }

    @Test
    void subscriptionsAreKnownToTheProcessThatIsAlwaysKept() {
        PooledUpstream pool = pool(2, 2);
        members.forEach(member -> member.capabilities(Tools.json("{'resources':{'subscribe':true}}")));
        assertThat(pool.capabilities().at("/resources/subscribe").asBoolean()).isTrue();
        request(pool, "resources/subscribe", "{'uri':'memo:a'}");
        request(pool, "resources/subscribe", "{'uri':'memo:b'}");
        request(pool, "resources/unsubscribe", "{'uri':'memo:b'}");
        request(pool, "resources/subscribe", "{'uri':'memo:refused'}");
        members.get(0).last().fail(Failed.down("files", "no", Duration.ZERO));
        assertThat(told("resources/subscribe")).containsExactly(3L, 0L);

        announce(1, UpstreamState.READY, null);
        assertThat(told("resources/subscribe")).containsExactly(3L, 0L);
        announce(0, UpstreamState.READY, null);
        assertThat(told("resources/subscribe"))
                .as("made again, it is told again")
                .containsExactly(4L, 0L);
        assertThat(members.get(0).last().params.path("uri").asText()).isEqualTo("memo:a");
    }

    private static void request(Upstream pool, String method, String params) {
        pool.request(method, Tools.json(params), progress -> {});
    }

    private List<Long> told(String method) {
        return members.stream()
                .map(member -> member.calls.stream()
                        .filter(call -> call.method.equals(method))
                        .count())
                .toList();
    }

    @Test
    void stopsAllMembersAndItsClock() {
        PooledUpstream pool = pool(3, 3);
        pool.stop().join();
        assertThat(members).hasSize(3).allMatch(FakeUpstream::isStopped);
        assertThat(timer.pending()).isZero();
    }

    private PooledUpstream pool(int min, int max) {
        UpstreamSettings settings = new UpstreamSettings(
                        "files",
                        new StdioSettings("node", List.of(), Map.of(), ""),
                        null,
                        Set.of(),
                        false,
                        CallSettings.DEFAULTS,
                        Map.of(),
                        "fingerprint")
                .withPool(true, new Pool(min, max));
        PooledUpstream pool = new PooledUpstream(settings, this, this::member, timer, timer::nanoTime);
        pool.start();
        return pool;
    }

    private Upstream member(UpstreamListener listener) {
        FakeUpstream member = new FakeUpstream("files").state(initially, null);
        members.add(member);
        listeners.add(listener);
        return member;
    }

    private void announce(int member, UpstreamState state, String lastError) {
        members.get(member).state(state, lastError);
        listeners.get(member).stateChanged(members.get(member), state);
    }

    private static UpstreamCall call(Upstream pool) {
        return pool.callTool("read", Json.object(), progress -> {});
    }
}
