package io.mehari.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mehari.call.AttemptTrace;
import io.mehari.call.CallContext;
import io.mehari.call.CallOrigin;
import io.mehari.call.CallTrace;
import io.mehari.call.CallTraces;
import io.mehari.call.Caller;
import io.mehari.call.ReplicaTry;
import io.mehari.call.RequestTrace;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.CheckedSettings;
import io.mehari.support.Tools;
import io.mehari.tracing.Collector.Seen;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TracingConfigurationTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Collector collector = new Collector();

    private final ApplicationContextRunner off = new ApplicationContextRunner()
            .withInitializer(new CheckedSettings())
            .withBean(Redaction.class, () -> new Redaction(List.of()))
            .withUserConfiguration(TracingConfiguration.class);

    private final ApplicationContextRunner on =
            off.withPropertyValues("mehari.tracing.enabled=true", "mehari.tracing.endpoint=" + collector.url());

    @AfterEach
    void close() {
        collector.close();
    }

    @Test
    @ChangesBehaviour("mehari.tracing.enabled")
    void offNothingIsMadeAndNoClassOfOpenTelemetryIsLoaded() {
        off.withClassLoader(new FilteredClassLoader("io.opentelemetry"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CallTraces.class));
        on.run(context -> assertThat(context).hasSingleBean(CallTraces.class).hasSingleBean(SpanCounts.class));
    }

    @Test
    @ChangesBehaviour("mehari.tracing.endpoint")
    void spansReachTheConfiguredCollector() {
        on.run(context -> call(context.getBean(CallTraces.class)));

        assertThat(collector.spans())
                .as("sent at the latest when the gateway ends")
                .hasSize(1);
        assertThat(collector.spans().get(0).service()).isEqualTo("mehari");
        assertThat(collector.spans().get(0).name()).isEqualTo("execute_tool read");
    }

    @Test
    @ChangesBehaviour("mehari.tracing.service-name")
    void theNameOfTheGatewayIsConfigured() {
        on.withPropertyValues("mehari.tracing.service-name=tools-eu")
                .run(context -> call(context.getBean(CallTraces.class)));

        assertThat(collector.spans().get(0).service()).isEqualTo("tools-eu");
    }

    @Test
    @ChangesBehaviour("mehari.tracing.sampling-ratio")
    void aShareOfNothingSendsNothing() {
        on.withPropertyValues("mehari.tracing.sampling-ratio=0").run(context -> {
            call(context.getBean(CallTraces.class));
            assertThat(context.getBean(SpanCounts.class).dropped()).isZero();
        });

        assertThat(collector.spans()).isEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.tracing.protocol")
    void anUnknownProtocolEndsTheStart() {
        on.withPropertyValues("mehari.tracing.protocol=grpc")
                .run(context ->
                        assertThat(context).getFailure().rootCause().isInstanceOf(InvalidTracingException.class));
    }

    @Test
    @ChangesBehaviour("mehari.tracing.queue")
    void whatDoesNotFitTheQueueIsDroppedAndCounted() {
        Consumer<String> dropsWith = queue -> on.withPropertyValues(
                        "mehari.tracing.queue=" + queue, "mehari.tracing.endpoint=http://127.0.0.1:1")
                .run(context -> {
                    CallTraces traces = context.getBean(CallTraces.class);
                    for (int i = 0; i < 20; i++) {
                        call(traces);
                    }
                    // A batch of 1 s may have been taken meanwhile, of at most what the queue holds.
                    assertThat(context.getBean(SpanCounts.class).dropped() > 0).isEqualTo(queue.equals("3"));
                });

        dropsWith.accept("3");
        dropsWith.accept("4096");
    }

    @Test
    void aCollectorThatRefusesIsCountedAndHarmsNothing() {
        collector.answerWith(503);
        on.run(context -> {
            call(context.getBean(CallTraces.class));
            SpanCounts counts = context.getBean(SpanCounts.class);
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(
                            () -> assertThat(Counted.of(counts, "failed")).isEqualTo(1));
            collector.answerWith(200);
            call(context.getBean(CallTraces.class));
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(Counted.of(counts, "sent")).isEqualTo(1));
        });
    }

    @Test
    void replicasThatRefusedACallHaveSpansOfTheirOwn() {
        Failed refusal = Failed.down("files#0", "files#0 is down: password=hunter2", Duration.ofSeconds(1));
        long now = System.nanoTime();
        on.run(context -> {
            CallTrace call = context.getBean(CallTraces.class).begin(Tools.call("files", "read", Json.object()), null);
            AttemptTrace attempt = call.attempt("files", "read", null);
            attempt.tried(List.of(
                    new ReplicaTry("files#0", now - 3_000_000, now - 1_000_000, Optional.of(refusal)),
                    new ReplicaTry("files#1", now - 1_000_000, now, Optional.empty())));
            attempt.ended(null);
            call.ended(null);
        });

        Seen attempt = named("tools/call read", "files#1");
        Seen refused = named("tools/call read", "files#0");
        assertThat(refused.parent()).isEqualTo(attempt.id());
        assertThat(refused.get("error.type")).isEqualTo("unavailable");
        assertThat(refused.span().getStatus().getMessage())
                .contains("files#0 is down")
                .doesNotContain("hunter2");
        assertThat(refused.span().getEndTimeUnixNano() - refused.span().getStartTimeUnixNano())
                .as("2 ms, by a clock of microseconds")
                .isCloseTo(2_000_000, within(2_000L));
    }

    @Test
    void otherRequestsOfMcpAreNamedByTheirMethodAndPrompts() {
        CallContext asked = new CallContext("r-1", Caller.LOCAL, Instant.now(), System.nanoTime())
                .from(new CallOrigin(null, null, "a-session", "2025-06-18", "7"));
        on.run(context -> {
            CallTraces traces = context.getBean(CallTraces.class);
            RequestTrace read = traces.begin("resources/read", "memo://x?token=abc&password=hunter2", asked);
            AttemptTrace sent = read.attempt("files", "resources/read", URI.create("http://localhost:81/mcp"));
            sent.ended(new Success(Json.object(), false));
            read.answered();
            traces.begin("prompts/get", "greet", asked).answered();
            traces.begin("prompts/get", "made-up-4711", asked).refused(-32602, "There is no prompt made-up-4711");
            traces.begin("tools/list", null, asked).answered();
        });

        Seen read = one("resources/read", "SERVER");
        assertThat(read.get("mcp.method.name")).isEqualTo("resources/read");
        assertThat(read.get("mcp.resource.uri")).startsWith("memo://x").doesNotContain("hunter2");
        assertThat(read.get("mcp.protocol.version")).isEqualTo("2025-06-18");
        assertThat(read.get("jsonrpc.request.id")).isEqualTo("7");
        assertThat(read.get("mcp.session.id")).hasSize(16).isNotEqualTo("a-session");
        assertThat(read.get("mehari.request.id")).isEqualTo("r-1");
        Seen sent = one("resources/read", "CLIENT");
        assertThat(sent.parent()).isEqualTo(read.id());
        assertThat(sent.get("server.address")).isEqualTo("localhost");
        assertThat(sent.get("server.port")).isEqualTo("81");
        assertThat(one("prompts/get greet", "SERVER").get("gen_ai.prompt.name")).isEqualTo("greet");
        Seen refused = one("prompts/get", "SERVER");
        assertThat(refused.get("error.type")).isEqualTo("-32602");
        assertThat(refused.get("rpc.response.status_code")).isEqualTo("-32602");
        assertThat(one("tools/list", "SERVER").get("error.type")).isNull();
    }

    private Seen named(String name, String replica) {
        return collector.spans().stream()
                .filter(seen -> seen.name().equals(name) && replica.equals(seen.get("mehari.replica")))
                .findFirst()
                .orElseThrow();
    }

    private Seen one(String name, String kind) {
        List<Seen> found = collector.spans().stream()
                .filter(seen -> seen.name().equals(name) && seen.kind().equals(kind))
                .toList();
        assertThat(found).as("%s %s", kind, name).hasSize(1);
        return found.get(0);
    }

    private static void call(CallTraces traces) {
        traces.begin(Tools.call("files", "read", Json.object()), null).ended(null);
    }
}
