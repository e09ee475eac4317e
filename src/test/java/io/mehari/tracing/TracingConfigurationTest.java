package io.mehari.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallTraces;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.CheckedSettings;
import io.mehari.support.Tools;
import java.time.Duration;
import java.util.List;
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

    private static void call(CallTraces traces) {
        traces.begin(Tools.call("files", "read", Json.object()), null).ended(null);
    }
}
