package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.catalog.ToolRoutes;
import io.mehari.catalog.ToolSource;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.failure.CallFailed;
import io.mehari.failure.FailureClassifier;
import io.mehari.failure.RecoveryRecord.Result;
import io.mehari.launch.GatewayFixture;
import io.mehari.support.Tools;
import io.mehari.upstream.AllowedTools;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ByteArrayResource;

/** What tool routes throw goes through recovery, by the rule that holds for every call. */
@DisplayName("S0.13, S1.3: what a tool route throws is recovered where it may run again")
class ThrowingToolTest {
    private final AtomicInteger runs = new AtomicInteger();

    /** How many runs fail, and with what. */
    private volatile int failing = 2;

    private volatile Exception failure = new ConnectException("Connection refused: stock:5432");

    @TempDir
    Path directory;

    private GatewayFixture gateway;
    private EventQueue<CallFailed> failed;

    @BeforeEach
    void start() throws Exception {
        gateway = new GatewayFixture(directory, Tools.settings("files"));
        gateway.upstream.answerWith(call -> call.answer("fine"));
        gateway.beans.registerBean("flaky", Processor.class, () -> exchange -> {
            if (runs.incrementAndGet() <= failing) {
                throw failure;
            }
            exchange.getMessage().setBody("12 pieces");
        });
        gateway.beans
                .getBean(ToolRoutes.class)
                .apply(new ToolRoutes.Limits(
                        Tools.limits().retry(3, Duration.ofMillis(1)).build(), Map.of(), AllowedTools.ALL));
        failed = gateway.beans.getBean(GatewayEvents.class).subscribe(CallFailed.class, 100);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({"readOnlyHint", "idempotentHint"})
    void aRouteThatSaysItMayRunAgainIsRunAgain(String hint) {
        tool(hint + ": true", "- process: {ref: flaky}");
        assertThat(gateway.outcome("camel", "stock", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(runs).hasValue(3);
        assertThat(event().recovery().result()).isEqualTo(Result.RECOVERED);
        assertThat(event().recovery().route()).isEqualTo("recover-network");
        assertThat(event().recovery().attempts()).isEqualTo(2);
        assertThat(event().message()).isEqualTo("ConnectException: Connection refused: stock:5432");
    }

    @Test
    void aRouteThatSaysNothingRunsOnceAndItsCallerIsToldAsEver() {
        tool("", "- process: {ref: flaky}");
        assertThat(textOf(gateway.outcome("camel", "stock", "{}")))
                .startsWith("The route of this tool failed")
                .doesNotContain("5432");
        assertThat(runs).hasValue(1);
        assertThat(event().category()).isEqualTo("NETWORK");
        assertThat(event().recovery().result()).isEqualTo(Result.NOT_ALLOWED);
    }

    @Test
    void whatStaysIsTheErrorOfTheTool() {
        failing = 10;
        tool("readOnlyHint: true", "- process: {ref: flaky}");
        assertThat(textOf(gateway.outcome("camel", "stock", "{}"))).startsWith("The route of this tool failed");
        assertThat(runs).as("once, and three times more").hasValue(4);
        assertThat(event().category()).isEqualTo("NETWORK");
        assertThat(event().recovery().result()).isEqualTo(Result.FAILED);
    }

    /** The same happens the next time, and the caller has waited. */
    @Test
    void aMistakeInTheRouteIsAnsweredImmediately() {
        failure = new NullPointerException("no such header");
        tool("readOnlyHint: true", "- process: {ref: flaky}");
        assertThat(textOf(gateway.outcome("camel", "stock", "{}"))).startsWith("The route of this tool failed");
        assertThat(runs).hasValue(1);
    }

    /** Hints that were derived from those of a server are that server's words, which nobody has said to trust. */
    @Test
    void derivedHintsAllowNothing() {
        gateway.catalog.replace(
                ToolSource.of(Tools.settings("files")),
                List.of(Tools.json("{'name': 'read', 'inputSchema': {'type': 'object'},"
                        + " 'annotations': {'readOnlyHint': true, 'openWorldHint': false}}")));
        tool("", """
                - to: tool:files/read
                - throwException:
                    exceptionType: java.net.ConnectException
                    message: refused""");
        assertThat(gateway.catalog
                        .find("camel", "stock")
                        .orElseThrow()
                        .definition()
                        .at("/annotations/readOnlyHint")
                        .asBoolean())
                .isTrue();
        assertThat(gateway.outcome("camel", "stock", "{}").outcome()).isEqualTo(Outcome.TOOL_ERROR);
        assertThat(gateway.upstream.calls).hasSize(1);
    }

    @Test
    void aRecoveryRouteThatIsNamedMustBeThere() throws Exception {
        gateway.recoveries.put("recover-databse", "line 3, category DATABASE");
        gateway.recoveries.put("recover-network", "line 4, category NETWORK");
        gateway.recoveries.put("call-me", "line 5, category LATE");
        assertThatThrownBy(gateway::reload)
                .hasMessageContaining("config/error-patterns.yaml")
                .hasMessageContaining(
                        "line 3, category DATABASE has recover: recover-databse (did you mean recover-database?)")
                .hasMessageContaining("line 5, category LATE has recover: call-me")
                .hasMessageContaining("routes/recovery")
                .hasMessageNotContaining("recover-network");
        gateway.recoveries.remove("recover-databse");
        gateway.write("recovery/call-me.camel.yaml", route("call-me", "direct:call-me", "", "- log: hello"));
        gateway.reload();
    }

    @Test
    @DisplayName("S1.3: a custom strategy is a route file and one line of configuration")
    void aCategoryOfOnesOwnIsRecoveredByARouteOfOnesOwn() {
        failure = new ConnectException("the warehouse is being counted");
        String patterns = "categories:\n  - {name: COUNTING, patterns: [warehouse], recover: wait-for-the-warehouse}\n";
        FailureClassifier shipped = gateway.beans
                .getBean(FailureClassifier.class)
                .take(FailureClassifier.read(new ByteArrayResource(patterns.getBytes(StandardCharsets.UTF_8))));
        try {
            gateway.write(
                    "recovery/wait-for-the-warehouse.camel.yaml",
                    gateway.read("recovery/recover-network.camel.yaml")
                            .replace("recover-network", "wait-for-the-warehouse"));
            tool("readOnlyHint: true", "- process: {ref: flaky}");
            assertThat(gateway.outcome("camel", "stock", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(event().category()).isEqualTo("COUNTING");
            assertThat(event().recovery().route()).isEqualTo("wait-for-the-warehouse");
            assertThat(event().recovery().result()).isEqualTo(Result.RECOVERED);
        } finally {
            gateway.beans.getBean(FailureClassifier.class).take(shipped);
        }
    }

    private CallFailed event;

    private CallFailed event() {
        if (event == null) {
            List<CallFailed> all = failed.drain(10);
            assertThat(all).hasSize(1);
            event = all.get(0);
        }
        return event;
    }

    private void tool(String hint, String steps) {
        gateway.write("tools/stock.camel.yaml", route("stock", "ai-tool:stock", hint, steps));
        gateway.reload();
    }

    private static String route(String id, String uri, String parameter, String steps) {
        return "- route:\n    id: " + id + "\n    errorHandler: {noErrorHandler: {}}\n    from:\n      uri: " + uri
                + "\n"
                + (parameter.isEmpty() ? "" : "      parameters:\n        " + parameter + "\n")
                + "      steps:\n" + steps.indent(8);
    }

    private static String textOf(ToolCallResult result) {
        assertThat(result).isInstanceOf(ToolError.class);
        return ((ToolError) result).result().at("/content/0/text").asText();
    }
}
