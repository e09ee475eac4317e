package io.mehari.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.bench.EchoServer;
import io.mehari.call.Outcome;
import io.mehari.protocol.Json;
import io.mehari.support.NpmPackages;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import io.mehari.upstream.InheritedVariables;
import io.mehari.upstream.ReferenceOffer;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import io.mehari.upstream.UpstreamState;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StdioUpstreamIT {
    private static final ObjectNode NONE = Json.object();
    private final StdioFixture fixture = new StdioFixture();
    private StdioUpstream asking;

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
    }

    @Test
    void connectsAndCalls() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.upstream(Limits.PATIENT, EchoServer.class));
        assertThat(StdioFixture.echo(upstream, "hello")).isEqualTo("hello");
        assertThat(names(upstream)).containsExactly("echo", "count", "sleep");
        assertThat(upstream.status().protocolVersion()).contains("2025-11-25");
        assertThat(upstream.status().serverInfo())
                .contains(Json.object().put("name", "echo").put("version", "1"));
        assertThat(fixture.states).containsExactly(UpstreamState.JOINING, UpstreamState.READY);
        assertThat(fixture.toolCounts).containsExactly(3);
    }

    @Test
    void callMadeBeforeTheServerIsReadyWaitsForIt() throws Exception {
        StdioUpstream upstream = fixture.upstream(Limits.PATIENT, EchoServer.class);
        upstream.start();
        assertThat(StdioFixture.echo(upstream, "early")).isEqualTo("early");
        assertThat(upstream.status().inFlight()).isZero();
    }

    @Test
    void slowCallsDoNotHoldUpOthers() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.upstream(Limits.PATIENT, EchoServer.class));
        UpstreamCall slow = StdioFixture.call(upstream, "sleep", Json.object().put("millis", 600_000));
        assertThat(StdioFixture.echo(upstream, "quick")).isEqualTo("quick");
        assertThat(slow.result()).isNotDone();
        slow.cancel("test");
    }

    @Test
    void restartByRequestEndsTheProcessAndStartsAnother() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("silent-call"));
        Set<ProcessHandle> old = fixture.newProcesses();
        UpstreamCall call = StdioFixture.call(upstream, "run", NONE);
        StdioFixture.result(StdioFixture.call(upstream, "run", Json.object().put("tell", true)));
        upstream.restart().get(StdioFixture.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(StdioFixture.failure(call).outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(old).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        StdioFixture.awaitState(upstream, UpstreamState.READY);
        assertThat(fixture.newProcesses()).hasSize(1).doesNotContainAnyElementsOf(old);
        assertThat(upstream.status().restarts()).isEqualTo(1);
    }

    @Test
    void answersTheNextCallAfterAKill() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.upstream(Limits.UNTIL_EXIT, EchoServer.class));
        fixture.newProcesses().forEach(ProcessHandle::destroyForcibly);
        fixture.awaitStates(UpstreamState.JOINING, UpstreamState.READY, UpstreamState.JOINING);
        assertThat(StdioFixture.echo(upstream, "again")).isEqualTo("again");
        assertThat(upstream.status().restarts()).isEqualTo(1);
        assertThat(upstream.status().lastError()).contains("exited with code 137 (signal 9)");
        assertThat(fixture.toolCounts).containsExactly(3);
    }

    @Test
    @Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
    void readsTheWholeOfferOfTheReferenceServer() throws Exception {
        StdioSettings everything = new StdioSettings(
                Requirement.NODE.path().toString(),
                List.of(NpmPackages.server("everything").toString(), "stdio"),
                Map.of(),
                "");
        ReferenceOffer.require(StdioFixture.ready(fixture.upstream(Limits.PATIENT, everything)));
    }

    @Test
    void readsAllPagesOfTools() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("pages"));
        assertThat(names(upstream)).containsExactly("tool0", "tool1", "tool2", "tool3", "tool4");
    }

    @Test
    void joinsAServerWithoutTools() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("no-tools-method"));
        assertThat(upstream.tools()).isEmpty();
        assertThat(upstream.status().instructions()).contains("handle with care");
    }

    @Test
    void readsToolsAgainOnceForManyChanges() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("list-changed"));
        StdioFixture.result(StdioFixture.call(upstream, "run", NONE));
        await().atMost(StdioFixture.LIMIT)
                .untilAsserted(() -> assertThat(fixture.toolCounts).containsExactly(1, 2));
        assertThat(names(upstream)).containsExactly("run", "new");
        ObjectNode result = StdioFixture.result(StdioFixture.call(upstream, "run", NONE));
        assertThat(Integer.parseInt(result.at("/content/0/text").asText())).isBetween(2, 10);
    }

    @Test
    void passesProgressOfTheCallAndNoneAfterItsEnd() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("progress"));
        List<ObjectNode> heard = new CopyOnWriteArrayList<>();
        UpstreamCall call = upstream.callTool("run", NONE, progress -> {
            heard.add(progress);
            throw new IllegalStateException("a receiver that fails");
        });
        StdioFixture.result(call);
        StdioFixture.result(StdioFixture.call(upstream, "run", NONE));
        assertThat(heard)
                .extracting(progress -> progress.path("progress").asInt())
                .containsExactly(1, 2, 3);
        assertThat(heard.get(0).path("unknown").asInt()).isEqualTo(1);
    }

    @Test
    void tellsTheServerOfACancelledCall() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("silent-call"));
        UpstreamCall call = StdioFixture.call(upstream, "run", NONE);
        await().atMost(StdioFixture.LIMIT).until(() -> upstream.status().inFlight() == 1);
        StdioFixture.result(StdioFixture.call(upstream, "run", Json.object().put("tell", true)));
        call.cancel("took too long");
        assertThat(upstream.status().inFlight()).isZero();
        ObjectNode told = StdioFixture.result(
                StdioFixture.call(upstream, "run", Json.object().put("tell", true)));
        assertThat(told.path("method").asText()).isEqualTo("notifications/cancelled");
        assertThat(told.at("/params/reason").asText()).isEqualTo("took too long");
        assertThat(told.at("/params/requestId").isIntegralNumber()).isTrue();
        assertThat(call.result()).isNotDone();
    }

    @Test
    void answersPing() throws Exception {
        ObjectNode answer = askedBack("ping");
        assertThat(answer.path("result")).isEqualTo(NONE);
        assertThat(answer.path("id").asText()).isEqualTo("mine");
    }

    @ParameterizedTest
    @CsvSource({
        "roots/list,             /error/code,    -32601",
        "sampling/createMessage, /error/code,    -32601",
        "elicitation/create,     /result/action, decline",
        "made/up,                /error/code,    -32601"
    })
    void declinesRequestsOfTheServerAndShowsIt(String method, String where, String what) throws Exception {
        ObjectNode answer = askedBack(method);
        assertThat(answer.at(where).asText()).isEqualTo(what);
        assertThat(asking.status().declined()).containsExactly(Map.entry(method, 1L));
        assertThat(answer.path("id").asText()).isEqualTo("mine");
    }

    private ObjectNode askedBack(String method) throws Exception {
        asking = StdioFixture.ready(fixture.faulty("asks-back"));
        StdioFixture.result(StdioFixture.call(asking, "run", Json.object().put("method", method)));
        await().atMost(StdioFixture.LIMIT)
                .until(() -> StdioFixture.result(StdioFixture.call(asking, "run", NONE))
                        .has("jsonrpc"));
        return StdioFixture.result(StdioFixture.call(asking, "run", NONE));
    }

    @Test
    void theProcessGetsWhatProgramsNeedAndItsOwnVariablesOnly() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.upstream(
                Limits.PATIENT, Map.of("OWN", "mine", "LANG", "C"), FaultyServer.class, "environment"));
        ObjectNode seen = StdioFixture.result(StdioFixture.call(upstream, "run", NONE));
        Map<String, String> expected = new HashMap<>(InheritedVariables.USUAL.of(System.getenv()));
        expected.putAll(Map.of("OWN", "mine", "LANG", "C"));
        Map<String, String> variables = new HashMap<>();
        seen.properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        assertThat(variables.remove(ProcessMark.VARIABLE)).isNotBlank();
        assertThat(variables).isEqualTo(expected).containsKey("PATH");
    }

    @Test
    void numbersKeepEveryDigitBothWays() throws Exception {
        ObjectNode exact = (ObjectNode) Json.read(FaultyServer.EXACT);
        StdioUpstream answers = StdioFixture.ready(fixture.faulty("exact"));
        assertThat(Json.text(StdioFixture.result(StdioFixture.call(answers, "run", NONE))))
                .isEqualTo(FaultyServer.EXACT);
        StdioUpstream returns = fixture.faulty("returns-arguments");
        returns.start();
        assertThat(Json.text(StdioFixture.result(StdioFixture.call(returns, "run", exact))))
                .isEqualTo(FaultyServer.EXACT);
    }

    @Test
    void textIsUtf8InALocaleThatIsNot() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder gateway = new ProcessBuilder(
                        java,
                        "-Dfile.encoding=US-ASCII",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EncodingProbe.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        gateway.environment().putAll(Map.of("LC_ALL", "C", "LANG", "C"));
        Process probe = gateway.start();
        assertThat(probe.waitFor(StdioFixture.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(probe.exitValue()).isEqualTo(EncodingProbe.EXACT);
    }

    private static List<String> names(StdioUpstream upstream) {
        return upstream.tools().stream().map(tool -> tool.path("name").asText()).toList();
    }
}
