package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Outcome;
import io.mehari.launch.GatewayFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes that call each other in a circle: what is written so is refused, what is computed ends. */
class RouteCyclesTest {
    @TempDir
    static Path directory;

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.serving(directory);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @AfterEach
    void restore() throws Exception {
        for (String file : new String[] {"pipeline/a.camel.yaml", "pipeline/b.camel.yaml", "tools/t.camel.yaml"}) {
            Files.deleteIfExists(gateway.routes.resolve(file));
        }
        org.springframework.util.FileSystemUtils.copyRecursively(Path.of("routes"), gateway.routes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to: direct:a",
                "to: {uri: direct, parameters: {name: a}}",
                "to: 'direct:a?timeout=5'",
                "to: 'direct:{{no.such.key:a}}'",
                "toD: direct:a",
                "wireTap: {uri: direct:a}",
                "enrich: {constant: direct:a}",
                "recipientList: {constant: 'log:x,direct:a'}",
                "recipientList: {simple: 'direct:a;log:x', delimiter: ';'}",
                "routingSlip: {constant: 'log:x,direct:a'}",
                "dynamicRouter: {constant: 'direct:a'}",
                "choice: {when: [{simple: '${body} == null', steps: [{to: direct:a}]}]}",
                "choice: {when: [{simple: '${body} == 1', steps: [{log: x}]}], otherwise: {steps: [{to: direct:a}]}}",
                "filter: {simple: '${body} == null', steps: [{to: direct:a}]}",
                "loop: {constant: 2, steps: [{to: direct:a}]}",
                "split: {simple: '${body}', steps: [{to: direct:a}]}",
                "multicast: {steps: [{to: log:x}, {to: direct:a}]}",
                "doTry: {steps: [{log: x}], doCatch: [{exception: [java.lang.Exception], steps: [{to: direct:a}]}]}",
                "doTry: {steps: [{log: x}], doFinally: {steps: [{to: direct:a}]}}",
                "policy: {ref: deadline, steps: [{to: direct:a}]}",
                "to: direct:b"
            })
    void aCircleIsRefusedWithTheWayRound(String step) {
        gateway.write("pipeline/a.camel.yaml", route("a", step));
        gateway.write("pipeline/b.camel.yaml", route("b", "to: direct:a"));

        assertThatThrownBy(gateway::reload)
                .hasMessageContaining("direct://a")
                .hasMessageContaining("pipeline/a.camel.yaml")
                .hasMessageContaining("round and round");
    }

    @Test
    void aCircleOnTheWayOfAFailureIsRefused() {
        gateway.write("pipeline/a.camel.yaml", """
                - route:
                    id: a
                    errorHandler: {deadLetterChannel: {deadLetterUri: "direct:a"}}
                    from: {uri: "direct:a", steps: [{log: x}]}
                """);
        assertThatThrownBy(gateway::reload).hasMessageContaining("round and round");
    }

    @Test
    void aCircleThroughTheErrorFirewallIsRefused() {
        String record = gateway.read("pipeline/tool-call-record.camel.yaml");
        gateway.write(
                "pipeline/tool-call-record.camel.yaml",
                record.replace("      steps:\n", "      steps:\n        - to: direct:tool-call\n"));
        assertThatThrownBy(gateway::reload)
                .hasMessageContaining("direct://tool-call ")
                .hasMessageContaining("direct://tool-call-record ");
    }

    @Test
    void manyWaysToOneRouteAreNoCircle() {
        gateway.write("pipeline/a.camel.yaml", route("a", "multicast: {steps: [{to: direct:b}, {to: direct:b}]}"));
        gateway.write("pipeline/b.camel.yaml", route("b", "log: x"));
        gateway.reload();
        assertThat(gateway.running.current().orElseThrow().context().getRoute("a"))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "toD: 'direct:$simple{routeId}x'",
                "toD: 'direct:b+language:simple:${body}'",
                "toD: 'log:x?a={{?no.key}}'"
            })
    void whatIsComputedIsNotGuessed(String step) {
        gateway.write("pipeline/a.camel.yaml", route("a", step));
        gateway.reload();
        assertThat(gateway.running.current().orElseThrow().context().getRoute("a"))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "one after the other, toD: 'direct:${routeId}'",
        "two ways at once, 'multicast: {steps: [{toD: ''direct:${routeId}''}, {toD: ''direct:${routeId}''}]}'",
        "beside the call, 'wireTap: {uri: ''direct:${routeId}''}'",
        "as a list, recipientList: {simple: 'direct:${routeId}'}",
        "in a copy, 'policy: {ref: deadline, steps: [{toD: ''direct:${routeId}''}]}'"
    })
    void aCircleThatIsComputedEndsAndTheNextCallsServe(String what, String step) {
        gateway.write("pipeline/a.camel.yaml", route("a", step));
        stage("direct:a");
        gateway.reload();

        Outcome outcome = gateway.outcome("files", "read", "{}").outcome();

        assertThat(outcome).isEqualTo(what.equals("beside the call") ? Outcome.SUCCESS : Outcome.INTERNAL);
        gateway.delete("pipeline/a.camel.yaml");
        org.assertj.core.api.Assertions.assertThatCode(this::restore).doesNotThrowAnyException();
        gateway.reload();
        assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void manyShallowHandOversAreNoCircle() {
        gateway.write("pipeline/a.camel.yaml", route("a", "loop: {constant: 20000, steps: [{to: direct:b}]}"));
        gateway.write("pipeline/b.camel.yaml", route("b", "setVariable: {name: x, constant: y}"));
        stage("direct:a");
        gateway.reload();
        assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
    }

    /** A stage behind validate. */
    private static void stage(String uri) {
        String pipeline = gateway.read("pipeline/tool-call.camel.yaml");
        gateway.write(
                "pipeline/tool-call.camel.yaml",
                pipeline.replace(
                        "        - to:\n            id: cache-lookup",
                        "        - to: " + uri + "\n        - to:\n            id: cache-lookup"));
    }

    private static String route(String id, String step) {
        return "- route:\n    id: " + id + "\n    errorHandler: {noErrorHandler: {}}\n    from:\n      uri: direct:"
                + id + "\n      steps:\n        - " + step + "\n";
    }
}
