package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.Scope;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.launch.GatewayFixture;
import io.mehari.support.Tools;
import io.mehari.upstream.Offer;
import io.mehari.upstream.RouteOffers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Resources and prompts that are routes: how they come and go, and how their requests end. */
class RouteOffersTest {
    private static final Caller ANNA = new Caller("anna", Set.of(Scope.CALL));

    @TempDir
    Path directory;

    private final List<String> changes = new CopyOnWriteArrayList<>();
    private final CallControl control = new CallControl();
    private GatewayFixture gateway;
    private RouteOffers offers;

    @BeforeEach
    void start() throws Exception {
        gateway = new GatewayFixture(directory, Tools.settings("files"));
        gateway.upstream.answerWith(
                call -> call.answer(call.arguments.path("path").asText("none")));
        offers = gateway.beans.getBean(RouteOffers.class);
        offers.addListener((server, kinds) -> changes.add(server + " " + kinds));
        gateway.reload();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void theShippedRoutesOfferNothing() {
        assertThat(offers.offers()).isEmpty();
        assertThat(changes).isEmpty();
    }

    @Test
    void theyComeAndGoWithTheirRoute() {
        gateway.write(
                "resources/a.camel.yaml", route("ai-resource:a", "resourceUri: 'orders://open'", "constant: hello"));
        gateway.write(
                "resources/b.camel.yaml",
                route("ai-resource:b", "uriTemplate: 'orders://{number}'", "constant: hello"));
        gateway.write("prompts/p.camel.yaml", route("ai-prompt:p", "server: desk", "constant: hello"));
        gateway.reload();
        assertThat(changes).containsExactly("camel [RESOURCES, RESOURCE_TEMPLATES]", "desk [PROMPTS]");
        assertThat(offers.offers()).containsOnlyKeys("camel", "desk");
        Offer camel = offers.offers().get("camel");
        assertThat(camel.resources()).containsExactly(Tools.json("{'uri': 'orders://open', 'name': 'a'}"));
        assertThat(camel.resourceTemplates())
                .containsExactly(Tools.json("{'uriTemplate': 'orders://{number}', 'name': 'b'}"));
        assertThat(camel.prompts()).isEmpty();
        assertThat(camel.tools()).isEmpty();
        assertThat(offers.offers().get("desk").prompts()).containsExactly(Tools.json("{'name': 'p'}"));

        changes.clear();
        gateway.reload();
        assertThat(changes).as("the same again is no change").isEmpty();

        gateway.delete("resources/a.camel.yaml");
        gateway.delete("prompts/p.camel.yaml");
        gateway.reload();
        assertThat(changes).containsExactly("camel [RESOURCES]", "desk [PROMPTS]");
        assertThat(offers.offers()).containsOnlyKeys("camel");
        assertThat(result(read("camel", "orders://open")).path("contents"))
                .as("the template still reads it")
                .hasSize(1);
        assertThat(errorOf(get("desk", "p", "{}"))).isEqualTo(-32602);
    }

    @Test
    void aSetThatIsRefusedChangesNothing() {
        gateway.write("resources/a.camel.yaml", route("ai-resource:a", "resourceUri: 'a:b'", "constant: hello"));
        gateway.write("resources/b.camel.yaml", route("ai-resource:b", "resourceUri: 'a:b'", "constant: hello"));
        assertThatThrownBy(gateway::reload)
                .hasMessageContaining("resources/b.camel.yaml")
                .hasMessageContaining("Two routes offer the resource a:b under server camel")
                .hasMessageContaining("resources/a.camel.yaml");
        gateway.write("resources/b.camel.yaml", route("ai-resource:b", "title: none", "constant: hello"));
        assertThatThrownBy(gateway::reload)
                .hasMessageContaining("resources/b.camel.yaml, line")
                .hasMessageContaining("needs an address");
        gateway.write(
                "resources/b.camel.yaml",
                route("ai-resource:b", "resourceUri: 'a:c'\n    server: files", "constant: x"));
        assertThatThrownBy(gateway::reload)
                .hasMessageContaining("resources/b.camel.yaml: resource a:c has server=files")
                .hasMessageContaining("upstream's name");
        assertThat(offers.offers()).isEmpty();
        assertThat(changes).isEmpty();
    }

    @Test
    void aTemplateGetsItsVariablesAndMayCallATool() {
        gateway.write("resources/f.camel.yaml", file());
        gateway.reload();
        assertThat(result(read("camel", "notes://a%20%22b%22")).at("/contents/0"))
                .isEqualTo(Tools.json("{'uri': 'notes://a%20%22b%22', 'mimeType': 'text/plain'}")
                        .put("text", "a \"b\""));
        assertThat(gateway.upstream.calls).hasSize(1);
    }

    @Test
    void aPromptGetsItsArguments() {
        gateway.write(
                "prompts/p.camel.yaml",
                route(
                        "ai-prompt:p",
                        "argument.topic: What\n    argument.topic.required: true",
                        "simple: 'About ${header.topic}'"));
        gateway.reload();
        assertThat(result(get("camel", "p", "{'topic': 'camels'}")))
                .isEqualTo(Tools.json(
                        "{'messages': [{'role': 'user', 'content': {'type': 'text', 'text': 'About camels'}}]}"));
        assertThat(failure(get("camel", "p", "{}")).message()).isEqualTo("Prompt p: argument topic is missing");
        assertThat(errorOf(get("camel", "p", "{}"))).isEqualTo(-32602);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            resources/read   | {'uri': 'a:unknown'}             | -32002 | a:unknown
            resources/read   | {'uri': 7}                       | -32602 | uri
            resources/read   | {}                               | -32602 | uri
            prompts/get      | {'name': 'unknown'}              | -32602 | unknown
            prompts/get      | {}                               | -32602 | prompt
            completion/complete | {}                            | -32601 | completion/complete
            """)
    void whatARouteIsNotIsAnErrorAsAServerGivesIt(String method, String params, int code, String named) {
        CompletableFuture<ObjectNode> answer = offers.request("camel", method, Tools.json(params), context(), control);
        assertThat(failure(answer).outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
        assertThat(errorOf(answer)).isEqualTo(code);
        assertThat(failure(answer).message()).contains(named);
        if (code == -32002) {
            assertThat(failure(answer)
                            .upstreamError()
                            .orElseThrow()
                            .at("/data/uri")
                            .asText())
                    .isEqualTo(named);
        }
    }

    @Test
    void aRouteThatFailsKeepsItsCauseInTheLogAndTellsWhatIsMeantForTheCaller() {
        gateway.write("resources/f.camel.yaml", failing("java.lang.IllegalStateException", "jdbc:secret"));
        gateway.reload();
        assertThat(errorOf(read("camel", "a:b"))).isEqualTo(-32603);
        assertThat(failure(read("camel", "a:b")).message())
                .contains("The route of this resource failed")
                .contains("log has the cause under request r1")
                .doesNotContain("secret");
        gateway.write(
                "resources/f.camel.yaml",
                failing("io.mehari.component.aitool.ToolArgumentException", "There is no such order"));
        gateway.reload();
        assertThat(errorOf(read("camel", "a:b"))).isEqualTo(-32602);
        assertThat(failure(read("camel", "a:b")).message()).isEqualTo("There is no such order");
    }

    @Test
    void aRouteThatLeavesNothingSaysThatThereIsNoSuchResource() {
        gateway.write("resources/n.camel.yaml", route("ai-resource:n", "uriTemplate: 'a:{b}'", "simple: '${null}'"));
        gateway.reload();
        assertThat(errorOf(read("camel", "a:c"))).isEqualTo(-32002);
    }

    @Test
    void whatAToolEndedInIsWhatTheRequestEndsIn() {
        gateway.upstream.answerWith(call -> call.fail(Failed.outcomeUnknown("files", "lost")));
        gateway.write("resources/f.camel.yaml", file());
        gateway.reload();
        assertThat(failure(read("camel", "notes://a")).outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
    }

    @Test
    void itRunsOnAThreadThatMayBlockAndEndsWithItsCaller() {
        CountDownLatch open = new CountDownLatch(1);
        gateway.gate.set(open);
        gateway.write("resources/w.camel.yaml", waiting());
        gateway.reload();
        CompletableFuture<ObjectNode> answer = read("camel", "a:b");
        assertThat(answer).isNotDone();
        control.cancel(CancelCause.CALLER);
        assertThat(failure(answer).outcome()).isEqualTo(Outcome.CANCELLED);
        open.countDown();
    }

    @Test
    void itEndsAtTheLimitOfToolsThatAreRoutes() throws Exception {
        gateway.close();
        gateway = new GatewayFixture(
                directory.resolve("second"), Tools.settings("files"), "mehari.routes.tool-attempt=150ms");
        offers = gateway.beans.getBean(RouteOffers.class);
        CountDownLatch open = new CountDownLatch(1);
        gateway.gate.set(open);
        gateway.write("resources/w.camel.yaml", waiting());
        gateway.reload();
        Failed failure = failure(read("camel", "a:b"));
        assertThat(failure.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(failure.message()).contains("resource a:b").contains("150 ms");
        open.countDown();
    }

    @Test
    void aGenerationIsNotStoppedWhileARequestIsInIt() {
        CountDownLatch open = new CountDownLatch(1);
        gateway.gate.set(open);
        gateway.write("resources/w.camel.yaml", waiting());
        gateway.reload();
        CompletableFuture<ObjectNode> answer = read("camel", "a:b");
        var before = gateway.running.current().orElseThrow();
        gateway.delete("resources/w.camel.yaml");
        gateway.reload();
        assertThat(before.calls()).isEqualTo(1);
        assertThat(before.context().isStopped()).isFalse();
        open.countDown();
        assertThat(result(answer).at("/contents/0/text").asText()).isEqualTo("done");
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> before.context().isStopped());
    }

    private CompletableFuture<ObjectNode> read(String server, String uri) {
        return offers.request(server, "resources/read", Tools.json("{}").put("uri", uri), context(), control);
    }

    private CompletableFuture<ObjectNode> get(String server, String name, String arguments) {
        ObjectNode params = Tools.json("{}").put("name", name);
        params.set("arguments", Tools.json(arguments));
        return offers.request(server, "prompts/get", params, context(), control);
    }

    private static CallContext context() {
        return new CallContext("r1", ANNA, Instant.EPOCH, System.nanoTime());
    }

    private static ObjectNode result(CompletableFuture<ObjectNode> answer) {
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static int errorOf(CompletableFuture<ObjectNode> answer) {
        return failure(answer).upstreamError().orElseThrow().path("code").asInt();
    }

    private static Failed failure(CompletableFuture<ObjectNode> answer) {
        try {
            throw new AssertionError("no failure: " + result(answer));
        } catch (CompletionException e) {
            return ((ToolCallException) e.getCause()).result();
        }
    }

    private static String route(String from, String options, String body) {
        String id = from.substring(from.indexOf(':') + 1);
        return "- route:\n    id: r-" + id + "\n    errorHandler: {noErrorHandler: {}}\n    from:\n      uri: " + from
                + "\n      parameters:\n        " + options.replace("\n    ", "\n        ")
                + "\n      steps:\n        - setBody: {" + body + "}\n";
    }

    private static String file() {
        return """
                - route:
                    id: note
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: ai-resource:note
                      parameters: {uriTemplate: "notes://{name}"}
                      steps:
                        - setBody: {jq: "{path: .name}"}
                        - to: tool:files/read
                """;
    }

    private static String failing(String type, String message) {
        return """
                - route:
                    id: failing
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: ai-resource:failing
                      parameters: {resourceUri: "a:b"}
                      steps:
                        - throwException: {exceptionType: %s, message: "%s"}
                """.formatted(type, message);
    }

    private static String waiting() {
        return """
                - route:
                    id: waiting
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: ai-resource:waiting
                      parameters: {resourceUri: "a:b"}
                      steps:
                        - process: {ref: gate}
                        - setBody: {constant: done}
                """;
    }
}
