package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.CallCompleted;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.component.generation.Generation;
import io.mehari.deadletter.DeadLetterFilter;
import io.mehari.deadletter.DeadLetters;
import io.mehari.event.EventQueue;
import io.mehari.launch.GatewayFixture;
import io.mehari.launch.RoutesHealth;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.HealthCheck;
import io.mehari.support.FakeUpstream;
import io.mehari.support.Tools;
import io.mehari.upstream.CallSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class GenerationsTest {
    @TempDir
    Path directory;

    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        CallSettings limits = Tools.limits()
                .attempt(Duration.ofMillis(300))
                .total(Duration.ofSeconds(5))
                .retry(0)
                .build();
        gateway = new GatewayFixture(directory, Tools.settings("files", limits, "checked", CallSettings.DEFAULTS));
        gateway.upstream.answerWith(call -> call.answer(call.tool));
        gateway.reload();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void theShippedRoutesServeCalls() {
        assertThat(gateway.outcome("files", "read", "{}")).isEqualTo(new Success(Tools.text("read"), false));
        assertThat(gateway.outcome("files", "checked", "{}").outcome()).isEqualTo(Outcome.INVALID_ARGUMENTS);
        assertThat(gateway.outcome("files", "rea", "{}").outcome()).isEqualTo(Outcome.NOT_FOUND);
        assertThat(gateway.outcome("camel", "text_statistics", "{'text': 'one two'}")
                        .outcome())
                .isEqualTo(Outcome.SUCCESS);
        assertThat(gateway.outcome("camel", "current_time", "{'zone': 'Nowhere'}")
                        .outcome())
                .isEqualTo(Outcome.TOOL_ERROR);
        assertThat(gateway.outcome("camel", "gateway_status", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(callEvents()).hasSize(6);
    }

    @Test
    void aFailureIsRecordedAndLeavesADeadLetter() {
        gateway.upstream.answerWith(call -> {});
        ToolCallResult result = gateway.outcome("files", "read", "{}");
        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.message()).contains("300 ms");
        assertThat(gateway.upstream.last().isCancelled()).isTrue();
        assertThat(callEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.outcome()).isEqualTo(Outcome.TIMED_OUT));
        assertThat(gateway.beans
                        .getBean(DeadLetters.class)
                        .list(DeadLetterFilter.ALL, 10, Optional.empty())
                        .join()
                        .entries())
                .hasSize(1);
    }

    @Test
    void theHealthOfDeadLettersIsRedWhileTheyAreLostAndTheAnswerLeavesAllTheSame() {
        Health health = gateway.beans.getBean(Health.class);
        assertThat(health.report().parts().get("dead-letters").healthy()).isTrue();
        new JdbcTemplate(gateway.beans.getBean(DataSource.class)).execute("drop table dead_letters");
        gateway.upstream.answerWith(call -> call.fail(ToolCallResult.Failed.outcomeUnknown("files", "lost")));
        assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(health.report().parts().get("dead-letters").healthy()).isFalse();
    }

    @Test
    void aChangedFileServesTheNextCall() {
        gateway.write("tools/greeting.camel.yaml", tool("greeting", "hello"));
        gateway.reload();
        assertThat(gateway.outcome("camel", "greeting", "{}")).isEqualTo(new Success(Tools.text("hello"), false));
        gateway.write("tools/greeting.camel.yaml", tool("greeting", "good day"));
        gateway.reload();
        assertThat(gateway.outcome("camel", "greeting", "{}")).isEqualTo(new Success(Tools.text("good day"), false));
        gateway.delete("tools/greeting.camel.yaml");
        gateway.reload();
        assertThat(gateway.outcome("camel", "greeting", "{}").outcome()).isEqualTo(Outcome.NOT_FOUND);
    }

    @Test
    void aServerOfToolRoutesGoesWithItsLastTool() {
        gateway.write("tools/rain.camel.yaml", tool("rain", "no").replace("ai-tool:rain", "ai-tool:rain?server=sky"));
        gateway.reload();
        assertThat(gateway.catalog.servers()).contains("sky");
        gateway.delete("tools/rain.camel.yaml");
        gateway.reload();
        assertThat(gateway.catalog.servers()).doesNotContain("sky");
    }

    @Test
    void aStageThatIsTakenOutIsGone() {
        String pipeline = gateway.read("pipeline/tool-call.camel.yaml");
        int from = pipeline.indexOf("        - to:\n            id: validate");
        int to = pipeline.indexOf("        - to:\n            id: cache-lookup");
        gateway.write("pipeline/tool-call.camel.yaml", pipeline.substring(0, from) + pipeline.substring(to));
        gateway.reload();
        assertThat(gateway.outcome("files", "checked", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void withoutTheAdmitStageCallsFailAtOnceAndDoNotHang() {
        String pipeline = gateway.read("pipeline/tool-call.camel.yaml");
        int from = pipeline.indexOf("        - to:\n            id: admit");
        int to = pipeline.indexOf("        - to:\n            id: validate");
        gateway.write("pipeline/tool-call.camel.yaml", pipeline.substring(0, from) + pipeline.substring(to));
        gateway.reload();
        assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.INTERNAL);
    }

    @Test
    void callsUnderwayEndInTheGenerationTheyBeganIn() {
        gateway.upstream.answerWith(call -> {});
        Generation first = gateway.running.current().orElseThrow();
        CompletableFuture<ToolCallResult> underway = gateway.call("files", "checked", "{'path': 'a'}");
        gateway.reload();
        assertThat(gateway.running.current().orElseThrow().number()).isEqualTo(2);
        assertThat(first.context().getStatus().isStarted()).isTrue();
        gateway.upstream.last().answer("from the old one");
        assertThat(underway.orTimeout(10, TimeUnit.SECONDS).join().outcome()).isEqualTo(Outcome.SUCCESS);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> first.context().getStatus().isStopped());
    }

    @Test
    void tenFlipsOfTheRealRoutesLoseNoCall() {
        List<CompletableFuture<ToolCallResult>> answers = new ArrayList<>();
        for (int flip = 0; flip < 10; flip++) {
            CompletableFuture<Generation> flipping = gateway.generations.reload();
            for (int i = 0; i < 10; i++) {
                answers.add(gateway.call("files", "read", "{}"));
                answers.add(gateway.call("camel", "text_statistics", "{'text': 'a'}"));
            }
            flipping.join();
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        assertThat(answers)
                .hasSize(200)
                .allSatisfy(answer -> assertThat(answer.join().outcome()).isEqualTo(Outcome.SUCCESS));
        long read = gateway.upstream.calls.size();
        assertThat(read * 2).as("executed once each").isEqualTo(answers.size());
    }

    @Test
    void retiredGenerationsLeaveNothingBehind() {
        List<Generation> retired = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            retired.add(gateway.running.current().orElseThrow());
            gateway.reload();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> retired.stream()
                        .allMatch(generation -> generation.context().getStatus().isStopped()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(GatewayFixture.generationThreads()).isEmpty());
    }

    @Test
    void closingStopsTheGenerationsThatStillDrain() {
        gateway.upstream.answerWith(call -> {});
        Generation first = gateway.running.current().orElseThrow();
        gateway.call("files", "read", "{}");
        gateway.reload();
        Generation second = gateway.running.current().orElseThrow();
        gateway.generations.close();
        assertThat(first.context().getStatus().isStopped()).isTrue();
        assertThat(second.context().getStatus().isStopped()).isTrue();
        assertThat(gateway.generations.reload()).isCompletedExceptionally();
    }

    @Test
    void theHealthOfTheRoutesTellsOfARefusedChange() {
        RoutesHealth health = new RoutesHealth(gateway.generations, gateway.running);
        assertThat(health.check()).isEqualTo(HealthCheck.Condition.HEALTHY);
        gateway.write("tools/greeting.camel.yaml", "- broken");
        assertThatThrownBy(gateway::reload).hasRootCauseInstanceOf(Exception.class);
        assertThat(health.check().healthy()).isFalse();
        assertThat(health.check().detail()).contains("tools/greeting.camel.yaml");
        assertThat(gateway.generations.problem()).isPresent();
        gateway.delete("tools/greeting.camel.yaml");
        gateway.reload();
        assertThat(health.check()).isEqualTo(HealthCheck.Condition.HEALTHY);
        assertThat(gateway.generations.problem()).isEmpty();
    }

    @Test
    void theHealthOfTheRoutesIsRedBeforeThereAreAny() {
        assertThat(new RoutesHealth(gateway.generations, new io.mehari.component.generation.RunningGeneration())
                        .check()
                        .healthy())
                .isFalse();
    }

    @Test
    void everyUpstreamHasARouteOfItsOwn() {
        gateway.beans.getBean(io.mehari.upstream.Upstreams.class).add(new FakeUpstream("mail"));
        gateway.reload();
        assertThat(gateway.running.current().orElseThrow().context().getRoute("upstream-mail"))
                .isNotNull();
    }

    @Test
    void routesFollowTheUpstreamsWithoutWhatWasEditedMeanwhile() {
        io.mehari.upstream.Upstreams upstreams = gateway.beans.getBean(io.mehari.upstream.Upstreams.class);
        upstreams.add(new FakeUpstream("mail"));
        gateway.write("tools/greeting.camel.yaml", "- broken");
        gateway.generations.refresh().join();
        assertThat(gateway.running.current().orElseThrow().context().getRoute("upstream-mail"))
                .isNotNull();
        upstreams.remove("mail");
        gateway.generations.refresh().join();
        assertThat(gateway.running.current().orElseThrow().context().getRoute("upstream-mail"))
                .isNull();
        assertThat(gateway.generations.problem()).isEmpty();
    }

    @Test
    void aServerWithTheNameOfTheToolRoutesGetsNoRouteAndTakesNoneOfTheirCalls() {
        gateway.write("tools/greeting.camel.yaml", tool("greeting", "hello"));
        gateway.reload();
        gateway.beans.getBean(io.mehari.upstream.Upstreams.class).add(new FakeUpstream("camel"));
        gateway.generations.refresh().join();
        Generation now = gateway.running.current().orElseThrow();
        assertThat(now.context().getRoute("upstream-camel")).isNull();
        assertThat(gateway.outcome("camel", "greeting", "{}")).isEqualTo(new Success(Tools.text("hello"), false));
    }

    @SuppressWarnings("unchecked")
    private List<CallCompleted> callEvents() {
        return gateway.beans.getBean("callEvents", EventQueue.class).drain(100);
    }

    private static String tool(String name, String answer) {
        return """
                # A tool.
                - route:
                    id: %s
                    from:
                      uri: ai-tool:%s
                      steps:
                        - setBody:
                            constant: %s
                """.formatted(name, name, answer);
    }
}
