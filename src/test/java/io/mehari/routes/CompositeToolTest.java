package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallCompleted;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Client;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.catalog.ToolSource;
import io.mehari.deadletter.DeadLetterFilter;
import io.mehari.deadletter.DeadLetters;
import io.mehari.event.EventQueue;
import io.mehari.launch.GatewayFixture;
import io.mehari.support.FakeUpstream;
import io.mehari.support.Tools;
import io.mehari.upstream.CallSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes that are tools and call tools: what they say of themselves, and that every guard holds for what they call. */
class CompositeToolTest {
    private static final String READ = "- to: tool:files/read";

    @TempDir
    Path directory;

    private final List<CallCompleted> seen = new ArrayList<>();
    private GatewayFixture gateway;

    @AfterEach
    void close() {
        gateway.close();
    }

    /** Hints are read-only, destructive, idempotent, open; files/read is read-only, files/write is idempotent. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            -                   | - to: tool:files/read                                                  | true  false true  false
            -                   | - to: tool:files/write                                                 | false false true  false
            -                   | - loop: {constant: 2, steps: [{to: tool:files/read}]}                  | true  false true  false
            -                   | - multicast: {parallelProcessing: true, steps: [{to: tool:files/read}, {to: tool:files/write}]} | false false true false
            -                   | - doTry: {steps: [{to: tool:files/read}], doCatch: [{exception: [java.lang.Exception], steps: [{to: tool:files/write}]}]} | false false true false
            -                   | - to: direct:helper                                                    | true  false true  false
            -                   | - to: mcp:files?tool=read                                              | false true  false true
            -                   | - toD: tool:files/read                                                 | true  false true  false
            files/read          | - toD: "tool:files/${header.name}"                                     | true  false true  false
            files/*             | - toD: "tool:files/${header.name}"                                     | false true  false true
            files/read, files/write | - log: hello                                                       | false false true  false
            files/read          | - to: netty-http:http://127.0.0.1:9/x                                  | false true  false true
            files/read          | - process: {ref: gate}                                                 | false true  false true
            files/read          | - to: log:audit                                                        | true  false true  false
            files/raed          | - log: hello                                                           | false true  false true
            """)
    void itsHintsAreThoseOfTheToolsItUses(String uses, String step, String hints) throws Exception {
        gateway = new GatewayFixture(directory, Tools.settings("files"));
        gateway.catalog.replace(
                ToolSource.of(Tools.settings("files")),
                List.of(
                        hinted("read", "{'readOnlyHint': true, 'openWorldHint': false}"),
                        hinted("write", "{'idempotentHint': true, 'destructiveHint': false, 'openWorldHint': false}"),
                        Tools.definition("other")));
        gateway.write(
                "tools/helper.camel.yaml",
                "- route:\n    id: helper\n    errorHandler: {noErrorHandler: {}}\n"
                        + "    from:\n      uri: direct:helper\n      steps:\n        " + READ + "\n");
        composite("both", uses.equals("-") ? "" : "uses: '" + uses + "'", step);
        gateway.reload();
        assertThat(hintsOf("both")).isEqualTo(hints.replaceAll(" +", " "));
    }

    @Test
    void aRouteThatCallsNoToolHasNoHintsButItsOwn() throws Exception {
        gateway = new GatewayFixture(directory, Tools.settings("files"));
        composite("plain", "", "- log: hello");
        gateway.reload();
        assertThat(gateway.catalog
                        .find("camel", "plain")
                        .orElseThrow()
                        .definition()
                        .has("annotations"))
                .isFalse();
    }

    @Test
    void whatItStatesHoldsAndABadNameIsRefusedWithItsFile() throws Exception {
        gateway = new GatewayFixture(directory, Tools.settings("files"));
        composite("said", "readOnlyHint: true", READ);
        gateway.reload();
        assertThat(hintsOf("said")).isEqualTo("true false true true");
        composite("bad", "uses: read", READ);
        assertThatThrownBy(gateway::reload)
                .hasMessageContaining("tools/bad.camel.yaml")
                .hasMessageContaining("\"read\" is no tool; write server/tool");
    }

    @Test
    void branchesOfAMulticastAreUnderWayAtTheSameTime() throws Exception {
        start(Tools.limits().build());
        composite("both", "", """
                - multicast:
                    parallelProcessing: true
                    aggregationStrategy: "#class:org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy"
                    steps:
                      - to: tool:files/read
                      - to: tool:files/read
                """);
        gateway.reload();
        CompletableFuture<ToolCallResult> both = gateway.call("camel", "both", "{}");
        awaitCalls(2);
        assertThat(both).isNotDone();
        gateway.upstream.calls.get(1).answer("second");
        gateway.upstream.calls.get(0).answer("first");
        assertThat(tree(text(both)))
                .extracting(answer -> answer.at("/content/0/text").asText())
                .containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void whatWasDoneIsUndoneWhenALaterStepFails() throws Exception {
        start(Tools.limits().retry(0).build());
        gateway.upstream.answerWith(call -> {
            if (call.arguments.has("fail")) {
                call.fail(Failed.outcomeUnknown("files", "lost"));
            } else {
                call.answer("done");
            }
        });
        composite("both", "", """
                - doTry:
                    steps:
                      - setBody: {constant: '{"path": "do"}'}
                      - to: tool:files/read
                      - setBody: {constant: '{"fail": true}'}
                      - to: tool:files/read
                    doCatch:
                      - exception: [java.lang.Exception]
                        steps:
                          - setBody: {constant: '{"path": "undo"}'}
                          - to: tool:files/read
                          - throwException:
                              exceptionType: io.mehari.component.aitool.ToolArgumentException
                              message: The second step failed; the first was undone
                """);
        gateway.reload();
        ToolCallResult result = gateway.outcome("camel", "both", "{}");
        assertThat(textOf(((ToolError) result).result())).isEqualTo("The second step failed; the first was undone");
        assertThat(gateway.upstream.calls)
                .extracting(call -> call.arguments.path("path").asText())
                .containsExactly("do", "", "undo");
    }

    @Test
    void theArgumentsOfAnInnerCallAreChecked() throws Exception {
        start(Tools.limits().build());
        composite("both", "", "- to: tool:files/checked");
        gateway.reload();
        ToolCallResult result = gateway.outcome("camel", "both", "{}");
        assertThat(textOf(((ToolError) result).result()))
                .startsWith("Tool files/checked was not run:")
                .contains("path");
        assertThat(gateway.upstream.calls).isEmpty();
    }

    @Test
    void aToolThatIsSwitchedOffCannotBeReachedThroughAnother() throws Exception {
        start(Tools.limits().build());
        gateway.catalog.replace(
                ToolSource.of(Tools.settings("files", "f", "read")), List.of(Tools.definition("read"), checked()));
        composite("both", "", READ);
        gateway.reload();
        ToolCallResult result = gateway.outcome("camel", "both", "{}");
        assertThat(textOf(((ToolError) result).result())).startsWith("Tool files/read was not run:");
        assertThat(gateway.upstream.calls).isEmpty();
    }

    @Test
    void theTimeLimitOfAnInnerCallHolds() throws Exception {
        start(Tools.limits().attempt(Duration.ofMillis(100)).retry(0).build());
        composite("both", "", READ);
        gateway.reload();
        ToolCallResult result = gateway.outcome("camel", "both", "{}");
        assertThat(textOf(((ToolError) result).result())).contains("100 ms");
        assertThat(gateway.upstream.last().isCancelled()).isTrue();
    }

    @Test
    void aFailedInnerCallLeavesADeadLetterAndAnEventOfItsOwn() throws Exception {
        start(Tools.limits().retry(0).build());
        gateway.upstream.answerWith(call -> call.fail(Failed.outcomeUnknown("files", "lost")));
        composite("both", "", READ);
        gateway.reload();
        assertThat(gateway.outcome("camel", "both", "{}").outcome()).isEqualTo(Outcome.TOOL_ERROR);
        assertThat(gateway.beans
                        .getBean(DeadLetters.class)
                        .list(DeadLetterFilter.ALL, 10, Optional.empty())
                        .join()
                        .entries())
                .singleElement()
                .satisfies(letter ->
                        assertThat(letter.toString()).contains("files").contains("read"));
        assertThat(events()).extracting(CallCompleted::outcome).contains(Outcome.OUTCOME_UNKNOWN, Outcome.TOOL_ERROR);
    }

    @Test
    void theBreakerOfAnInnerToolStopsItsCalls() throws Exception {
        start(Tools.limits().retry(0).breaker(2, Duration.ofMinutes(5)).build());
        gateway.upstream.answerWith(call -> call.fail(Failed.timedOut("files", "too late")));
        composite("both", "", READ);
        gateway.reload();
        for (int i = 0; i < 4; i++) {
            gateway.outcome("camel", "both", "{}");
        }
        assertThat(gateway.upstream.calls).hasSize(2);
        assertThat(textOf(((ToolError) gateway.outcome("camel", "both", "{}")).result()))
                .contains("files/read");
        assertThat(gateway.upstream.calls).hasSize(2);
    }

    @Test
    void theBulkheadOfAnInnerToolHolds() throws Exception {
        start(Tools.limits()
                .retry(0)
                .bulkhead(1)
                .bulkheadWait(Duration.ofMillis(50))
                .build());
        composite("both", "", """
                - multicast:
                    parallelProcessing: true
                    steps:
                      - to: tool:files/read
                      - to: tool:files/read
                """);
        gateway.reload();
        CompletableFuture<ToolCallResult> both = gateway.call("camel", "both", "{}");
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> events().stream().anyMatch(event -> event.outcome() == Outcome.UNAVAILABLE));
        assertThat(gateway.upstream.calls).hasSize(1);
        gateway.upstream.calls.get(0).answer("first");
        both.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void theCacheAnswersAnInnerCall() throws Exception {
        start(Tools.limits().cache(Duration.ofMinutes(5), false).build());
        gateway.upstream.answerWith(call -> call.answer("once"));
        composite("both", "", "- loop: {constant: 3, steps: [{setBody: {constant: '{}'}}, {to: tool:files/read}]}");
        gateway.reload();
        assertThat(text(gateway.call("camel", "both", "{}"))).isEqualTo("once");
        assertThat(gateway.upstream.calls).hasSize(1);
    }

    @Test
    void toolsThatCallOneAnotherRoundAndRoundEndAtTheLimitOfHops() throws Exception {
        start(Tools.limits().build());
        composite("ping", "", "- to: tool:camel/pong");
        composite("pong", "", "- to: tool:camel/ping");
        gateway.reload();
        ToolCallResult result = gateway.outcome("camel", "ping", "{}");
        assertThat(textOf(((ToolError) result).result()))
                .contains("was not run")
                .contains("10 tools that are routes have called one another")
                .contains("circle");
        assertThat(hintsOf("ping")).isEqualTo("false true false true");
    }

    @Test
    void whoeverCancelsTheOuterCallCancelsTheInnerOnes() throws Exception {
        start(Tools.limits().build());
        composite("both", "", """
                - multicast:
                    parallelProcessing: true
                    steps:
                      - to: tool:files/read
                      - to: tool:files/read
                """);
        gateway.reload();
        CallControl control = new CallControl();
        CompletableFuture<ToolCallResult> both = call("both", control);
        awaitCalls(2);
        control.cancel(CancelCause.CALLER);
        assertThat(gateway.upstream.calls).allMatch(FakeUpstream.Call::isCancelled);
        assertThat(both.orTimeout(20, TimeUnit.SECONDS).join().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void theProgressOfInnerCallsReachesTheCallerAndRises() throws Exception {
        start(Tools.limits().build());
        composite("both", "", """
                - multicast:
                    parallelProcessing: true
                    steps:
                      - to: tool:files/read
                      - to: tool:files/read
                """);
        gateway.reload();
        List<ObjectNode> progress = new CopyOnWriteArrayList<>();
        call("both", new CallControl(progress::add, Runnable::run));
        awaitCalls(2);
        gateway.upstream.calls.get(0).progress.progressed(Tools.json("{'progress': 5, 'total': 10, 'message': 'a'}"));
        gateway.upstream.calls.get(1).progress.progressed(Tools.json("{'progress': 1, 'total': 3, 'message': 'b'}"));
        gateway.upstream.calls.get(0).progress.progressed(Tools.json("{'progress': 6.5, 'total': 10}"));
        assertThat(progress)
                .extracting(ObjectNode::toString)
                .containsExactly(
                        "{\"progress\":5,\"total\":10,\"message\":\"a\"}",
                        "{\"progress\":6,\"message\":\"b\"}",
                        "{\"progress\":6.5,\"total\":10}");
    }

    @Test
    void whatTheServerOfAnInnerCallAsksIsAskedOfTheClientOfTheOuterOneAndNoLimitCountsTheTime() throws Exception {
        start(Tools.limits().build());
        composite("both", "", READ);
        gateway.reload();
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        CallControl control = new CallControl(params -> {}, Runnable::run, asking(answer));
        CompletableFuture<ToolCallResult> both = call("both", control);
        awaitCalls(1);
        CompletableFuture<ObjectNode> asked =
                gateway.upstream.clients.get(0).ask("files", "elicitation/create", Tools.json("{'message': 'sure?'}"));
        assertThat(control.isAsking()).isTrue();
        answer.complete(Tools.json("{'action': 'accept'}"));
        assertThat(asked).isCompletedWithValue(Tools.json("{'action': 'accept'}"));
        assertThat(control.isAsking()).isFalse();
        assertThat(control.askedNanos(System.nanoTime())).isPositive();
        gateway.upstream.last().answer("done");
        assertThat(text(both)).isEqualTo("done");
    }

    private static Client asking(CompletableFuture<ObjectNode> answer) {
        return new Client() {
            @Override
            public String key() {
                return "anna";
            }

            @Override
            public ObjectNode capabilities() {
                return Tools.json("{'elicitation': {}}");
            }

            @Override
            public CompletableFuture<ObjectNode> ask(String server, String method, ObjectNode params) {
                assertThat(server + " " + method + " " + params.path("message").asText())
                        .isEqualTo("files elicitation/create sure?");
                return answer;
            }

            @Override
            public void notified(String server, String method, ObjectNode params) {
                throw new AssertionError(method);
            }
        };
    }

    private void start(CallSettings limits) throws Exception {
        gateway = new GatewayFixture(directory, Tools.settings("files", limits));
    }

    private CompletableFuture<ToolCallResult> call(String tool, CallControl control) {
        return gateway.entry().send(Tools.call("camel", tool, Tools.json("{}")), control);
    }

    private void awaitCalls(int count) {
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(gateway.upstream.calls).hasSize(count));
    }

    private void composite(String name, String options, String steps) {
        gateway.write(
                "tools/" + name + ".camel.yaml",
                "- route:\n    id: " + name + "\n    errorHandler: {noErrorHandler: {}}\n    from:\n      uri: ai-tool:"
                        + name
                        + "\n      parameters:\n        description: Composite\n        parameter.name: string\n"
                        + (options.isEmpty() ? "" : "        " + options + "\n") + "      steps:\n"
                        + steps.indent(8));
    }

    @SuppressWarnings("unchecked")
    private List<CallCompleted> events() {
        seen.addAll(gateway.beans.getBean("callEvents", EventQueue.class).drain(100));
        return seen;
    }

    private static ObjectNode hinted(String name, String hints) {
        ObjectNode definition = Tools.definition(name);
        definition.set("annotations", Tools.json(hints));
        return definition;
    }

    private static ObjectNode checked() {
        return Tools.json("{'name': 'checked', 'inputSchema': {'type': 'object', 'required': ['path']}}");
    }

    private String hintsOf(String tool) {
        JsonNode hints =
                gateway.catalog.find("camel", tool).orElseThrow().definition().path("annotations");
        return hints.get("readOnlyHint") + " " + hints.get("destructiveHint") + " " + hints.get("idempotentHint") + " "
                + hints.get("openWorldHint");
    }

    private static String text(CompletableFuture<ToolCallResult> call) {
        return textOf(((Success) call.orTimeout(20, TimeUnit.SECONDS).join()).result());
    }

    private static String textOf(ObjectNode result) {
        return result.at("/content/0/text").asText();
    }

    private static JsonNode tree(String text) {
        return Tools.json("{'list': " + text.replace('"', '\'') + "}").path("list");
    }
}
