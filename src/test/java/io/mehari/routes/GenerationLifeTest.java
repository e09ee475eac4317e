package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mehari.call.Outcome;
import io.mehari.component.generation.Generation;
import io.mehari.launch.GatewayFixture;
import io.mehari.support.Tools;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.apache.camel.component.seda.SedaEndpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What a set of route files takes in, holds and leaves behind: before it serves, while it does, and afterwards. */
class GenerationLifeTest {
    private static final String WRONG = "tools/wrong.camel.yaml";

    @TempDir
    Path directory;

    private final AtomicInteger ticks = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private GatewayFixture gateway;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void start() throws Exception {
        log.start();
        logger().setLevel(Level.INFO);
        logger().addAppender(log);
        gateway = new GatewayFixture(directory, Tools.settings("files"));
        gateway.upstream.answerWith(call -> call.answer("fine"));
        gateway.beans.getBeanFactory().registerSingleton("tick", (Processor) exchange -> ticks.incrementAndGet());
        gateway.beans.getBeanFactory().registerSingleton("count", (Processor) exchange -> done.incrementAndGet());
        Closing.open.set(0);
    }

    @AfterEach
    void close() {
        logger().detachAppender(log);
        logger().setLevel(null);
        gateway.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(DrainingShutdown.class);
    }

    /** The first message has left the queue for the route, which is held up with it; both endpoints show one queue. */
    private void awaitWaiting(int messages) {
        Awaitility.await().until(() -> queues().allMatch(queue -> queue.getCurrentQueueSize() == messages));
    }

    private Stream<SedaEndpoint> queues() {
        return gateway.running.current().orElseThrow().context().getEndpoints().stream()
                .filter(SedaEndpoint.class::isInstance)
                .map(SedaEndpoint.class::cast)
                .filter(queue -> queue.getEndpointUri().contains("later"));
    }

    private String logged() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:%s?delete=true&initialDelay=0", "file:%s?autoCreate=false"})
    void aRefusedSetTakesNoFile(String from) throws Exception {
        gateway.reload();
        Path inbox = Files.createDirectories(directory.resolve("inbox"));
        Files.writeString(inbox.resolve("1.txt"), "one");
        gateway.write("tools/inbox.camel.yaml", route("inbox", from.formatted(inbox), "process: {ref: count}"));

        assertThatThrownBy(gateway::reload)
                .hasMessageContaining("tools/inbox.camel.yaml, line 4")
                .hasMessageContaining("maintenance/");

        assertThat(inbox.resolve("1.txt")).exists();
        assertThat(done).hasValue(0);
    }

    @Test
    void aRouteThatHoldsAPortIsNamedAtTheFirstReload() throws Exception {
        gateway.reload();
        try (ServerSocket socket = new ServerSocket(0)) {
            String from = "netty-http:http://127.0.0.1:" + socket.getLocalPort() + "/hook";
            gateway.write("tools/hook.camel.yaml", route("hook", from, "process: {ref: count}"));
            assertThatThrownBy(gateway::reload)
                    .hasMessageContaining("tools/hook.camel.yaml")
                    .hasMessageContaining("port");
        }
    }

    @Test
    void aClockOfARefusedSetNeverTicks() {
        gateway.reload();
        gateway.write("tools/clock.camel.yaml", route("clock", "timer:x?delay=0&period=1", "process: {ref: tick}"));
        gateway.write(WRONG, route("wrong", "direct:wrong", "to: direct:nowhere"));
        assertThatThrownBy(gateway::reload).hasMessageContaining("nowhere");
        assertThat(ticks).hasValue(0);
    }

    @Test
    void aClockTicksWhileItsGenerationServesAndNotLonger() {
        gateway.write("tools/clock.camel.yaml", route("clock", "timer:x?delay=0&period=1", "process: {ref: tick}"));
        gateway.reload();
        Awaitility.await().until(() -> ticks.get() > 2);
        gateway.upstream.answerWith(call -> {}); // the first generation stays, with a call in it
        gateway.call("files", "read", "{}");
        Generation first = gateway.running.current().orElseThrow();
        gateway.delete("tools/clock.camel.yaml");
        gateway.reload();
        assertThat(first.context().getStatus().isStarted()).isTrue();
        assertThat(first.context().getRoute("clock").getConsumer())
                .matches(clock -> ((org.apache.camel.Suspendable) clock) != null
                        && ((org.apache.camel.support.DefaultConsumer) clock).isSuspended());
    }

    @Test
    void whatWaitsInAQueueIsWorkedOffAfterASwapAndSaid() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        gateway.gate.set(gate);
        gateway.write(
                "tools/later.camel.yaml",
                route("later", "seda:later", "process: {ref: gate}") + "        - process: {ref: count}\n");
        gateway.write(
                "tools/give.camel.yaml", route("give", "ai-tool:give", "to: seda:later?waitForTaskToComplete=Never"));
        gateway.reload();
        for (int i = 0; i < 15; i++) {
            assertThat(gateway.outcome("camel", "give", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
        }
        awaitWaiting(14);
        Generation first = gateway.running.current().orElseThrow();
        gateway.reload();
        Awaitility.await().until(() -> logged().contains("generation-1 ends; first it works off"));
        assertThat(logged()).contains("14 in seda://later");
        gate.countDown();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> first.context().getStatus().isStopped());
        assertThat(done).hasValue(15);
    }

    @Test
    void whatIsLostBecauseTheGatewayEndsIsSaid() {
        gateway.gate.set(new CountDownLatch(1));
        gateway.write("tools/later.camel.yaml", route("later", "seda:later", "process: {ref: gate}"));
        gateway.write(
                "tools/give.camel.yaml", route("give", "ai-tool:give", "to: seda:later?waitForTaskToComplete=Never"));
        gateway.reload();
        for (int i = 0; i < 3; i++) {
            gateway.outcome("camel", "give", "{}");
        }
        awaitWaiting(2);
        gateway.reload();
        gateway.generations.close();
        assertThat(logged()).contains("generation-1 was ended with 2 in seda://later");
    }

    @Test
    void whatIsAggregatedIsPassedOnAtASwap() {
        gateway.write("tools/sum.camel.yaml", """
                - route:
                    id: sum
                    from:
                      uri: ai-tool:sum
                      steps:
                        - aggregate:
                            id: pile
                            correlationExpression: {constant: "true"}
                            completionSize: 100
                            aggregationStrategy: "#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy"
                            steps:
                              - process: {ref: count}
                """);
        gateway.reload();
        gateway.outcome("camel", "sum", "{}");
        gateway.outcome("camel", "sum", "{}");
        assertThat(done).hasValue(0);
        gateway.reload();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> done.get() == 1);
    }

    @Test
    void beansOfRouteFilesAreClosedWithTheirGeneration() {
        gateway.write("configuration/beans.camel.yaml", bean("pool", ""));
        gateway.reload();
        assertThat(Closing.open).hasValue(1);
        for (int i = 0; i < 3; i++) {
            gateway.reload();
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Closing.open.get() == 1);
        gateway.generations.close();
        assertThat(Closing.open).hasValue(0);
    }

    @Test
    void beansOfARefusedSetAreClosedAtOnce() {
        gateway.reload();
        gateway.write("configuration/beans.camel.yaml", bean("pool", ""));
        gateway.write(WRONG, route("wrong", "direct:wrong", "to: direct:nowhere"));
        assertThatThrownBy(gateway::reload).hasMessageContaining("nowhere");
        assertThat(Closing.open).hasValue(0);
    }

    @Test
    void aBeanWithADestroyMethodIsClosedByItOnly() {
        gateway.write("configuration/beans.camel.yaml", bean("pool", "    destroyMethod: close\n"));
        gateway.reload();
        gateway.generations.close();
        assertThat(Closing.open).hasValue(0);
    }

    @Test
    void aBeanWithTheNameOfOneOfTheGatewayIsRefused() {
        gateway.reload();
        gateway.write("configuration/beans.camel.yaml", bean("deadline", ""));
        assertThatThrownBy(gateway::reload)
                .hasMessageContaining("configuration/beans.camel.yaml")
                .hasMessageContaining("deadline");
        assertThat(Closing.open).hasValue(0);
        assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
    }

    private static String bean(String name, String more) {
        return "- beans:\n  - name: " + name + "\n    type: " + Closing.class.getName() + "\n" + more;
    }

    private static String route(String id, String from, String step) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: \"" + from + "\"\n      steps:\n        - " + step
                + "\n";
    }

    /** A bean that must be closed. */
    public static final class Closing implements AutoCloseable {
        static final AtomicInteger open = new AtomicInteger();

        public Closing() {
            open.incrementAndGet();
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}
