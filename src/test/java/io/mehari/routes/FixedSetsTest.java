package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mehari.call.Outcome;
import io.mehari.component.generation.Generation;
import io.mehari.launch.GatewayFixture;
import io.mehari.redaction.Redaction;
import io.mehari.support.ListeningSocket;
import io.mehari.support.Tools;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.netty.http.NettySharedHttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Routes of endpoint/ and maintenance/ change as a set: the next one runs, or everything is as it was. */
@DisplayName("S0.7: routes that exist once change while the gateway runs")
class FixedSetsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CLOCK = "maintenance/clock.camel.yaml";

    @TempDir
    Path directory;

    private final List<String> handedOver = new ArrayList<>();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private GatewayFixture gateway;
    private FixedSets sets;

    @BeforeEach
    void start() throws Exception {
        gateway = new GatewayFixture(directory, Tools.settings("files"), "crm.token=TOPSECRET77");
        gateway.upstream.answerWith(call -> call.answer("fine"));
        gateway.beans.getBeanFactory().registerSingleton("see", (Processor)
                exchange -> seen.add(exchange.getMessage().getBody(String.class)));
        gateway.fixed.getRegistry().bind("see", gateway.beans.getBean("see"));
        FileSystemUtils.deleteRecursively(gateway.routes.resolve("endpoint"));
        FileSystemUtils.deleteRecursively(gateway.routes.resolve("maintenance"));
        gateway.write(CLOCK, clock("one", "10"));
        sets = gateway.fixedSets(this::handOver);
        gateway.begin(sets);
        gateway.reload();
    }

    @AfterEach
    void close() {
        sets.close();
        gateway.close();
    }

    private CompletableFuture<Void> handOver(CamelContext next) {
        handedOver.add(next.getName());
        return CompletableFuture.completedFuture(null);
    }

    @Test
    void aClockOfTheNextSetTicksInPlaceOfTheFormerOne() {
        awaitSeen("one");
        Generation before = gateway.running.current().orElseThrow();
        gateway.write(CLOCK, clock("two", "10"));

        assertThat(change()).isPresent();
        assertThat(gateway.running.current()).as("no other generation").contains(before);
        assertThat(handedOver).containsExactly("fixed-2");
        seen.clear();
        awaitSeen("two");
        assertThat(seen).doesNotContain("one");
        assertThat(gateway.fixedContext.get().getRoute("clock")).isNotNull();
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(gateway.fixed.getRoutes()).isEmpty());
    }

    @Test
    void anotherHostOrPortHoldsButForThemAndIsToldToNeedARestart() {
        gateway.beans.getBeanFactory().registerSingleton("listener", standIn(NettySharedHttpServer.class));
        gateway.write(
                "endpoint/shop.camel.yaml",
                route(
                        "shop",
                        "netty-http:http://127.0.0.1:8199/shop?nettySharedHttpServer=#listener",
                        "setBody: {constant: open}"));

        assertThat(change()).isPresent();

        assertThat(gateway.generations.warnings())
                .singleElement()
                .asString()
                .startsWith("endpoint/shop.camel.yaml, line ")
                .contains("host and port 127.0.0.1:8199 need a restart", "mehari.data.port");
    }

    /** Does nothing; gives zero, no, and stand-ins. */
    private static Object standIn(Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            Class<?> result = method.getReturnType();
            if (result == int.class) {
                return 0;
            }
            return result == boolean.class ? (Object) false : result.isInterface() ? standIn(result) : null;
        });
    }

    @Test
    void furtherSetsLeaveNoContextBehind() {
        for (int set = 2; set <= 6; set++) {
            gateway.write(CLOCK, clock("set " + set, "10"));
            assertThat(change()).isPresent();
            awaitSeen("set " + set);
        }
        assertThat(handedOver).containsExactly("fixed-2", "fixed-3", "fixed-4", "fixed-5", "fixed-6");
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name -> name.startsWith("mehari-fixed-") || name.contains("(fixed-5)")));
    }

    @Test
    void aFileThatCannotBeRunChangesNothing() {
        gateway.write(CLOCK, clock("two", "10"));
        gateway.write("maintenance/bad.camel.yaml", route("bad", "direct:bad", "process: {ref: sea}"));

        assertThat(refusal())
                .contains("maintenance/bad.camel.yaml", "line ", "sea", "see")
                .doesNotContain("Exception");
        seen.clear();
        awaitSeen("one");
        assertThat(gateway.fixedContext.get()).isSameAs(gateway.fixed);
        assertThat(handedOver).isEmpty();
        assertThat(change()).as("not tried again while it is the same").isEmpty();
        gateway.delete("maintenance/bad.camel.yaml");
        assertThat(change()).isPresent();
        awaitSeen("two");
    }

    @Test
    void whatDoesNotStartLetsEverythingRunAsBefore() throws Exception {
        try (ServerSocket taken = ListeningSocket.open(0, 1)) {
            gateway.write(CLOCK, clock("two", "10"));
            gateway.write(
                    "maintenance/port.camel.yaml",
                    route("port", "netty:tcp://127.0.0.1:" + taken.getLocalPort(), "process: {ref: see}"));

            assertThat(refusal()).contains("maintenance/port.camel.yaml", "does not start");
        }
        seen.clear();
        awaitSeen("one");
        assertThat(seen).doesNotContain("two");
        assertThat(handedOver).isEmpty();
    }

    @Test
    @DisplayName("S0.7: a port that is free again is taken, though nobody writes the file again")
    void whatDidNotStartForAReasonThatHasPassedIsTriedByTheNextLook() throws Exception {
        try (ServerSocket taken = ListeningSocket.open(0, 1)) {
            gateway.write(
                    "maintenance/port.camel.yaml",
                    route("port", "netty:tcp://127.0.0.1:" + taken.getLocalPort(), "process: {ref: see}"));
            assertThat(refusal()).contains("maintenance/port.camel.yaml", "does not start");
            assertThat(change()).as("taken still").isEmpty();
        }
        assertThat(change()).isPresent();
        assertThat(gateway.generations.problem()).isEmpty();
    }

    @Test
    void filesAreTakenByOneSetAtATime() throws Exception {
        Path in = Files.createDirectory(directory.resolve("in"));
        String from = "file:" + in + "?delay=10&initialDelay=0&delete=true";
        gateway.write("maintenance/files.camel.yaml", route("files", from, "process: {ref: see}"));
        assertThat(change()).isPresent();
        for (int set = 1; set <= 5; set++) {
            Files.writeString(in.resolve("file-" + set), "content " + set);
            gateway.write(
                    "maintenance/files.camel.yaml", "# " + set + "\n" + route("files", from, "process: {ref: see}"));
            assertThat(change()).isPresent();
        }
        for (int set = 1; set <= 5; set++) {
            awaitSeen("content " + set);
        }
        assertThat(seen.stream().filter(text -> text.startsWith("content"))).hasSize(5);
    }

    @Test
    void bothKindsOfFilesAreOneChange() {
        gateway.write(CLOCK, clock("two", "10"));
        gateway.write("tools/bad.camel.yaml", route("bad", "ai-tool:bad", "setBdy: {constant: x}"));
        assertThat(refusal()).contains("tools/bad.camel.yaml", "setBdy");
        assertThat(handedOver).as("the clock does not change either").isEmpty();

        gateway.write(CLOCK, clock("two", "10").replace("ref: see", "ref: sea"));
        assertThat(refusal()).as("both are told").contains("tools/bad.camel.yaml", CLOCK);

        gateway.write("tools/bad.camel.yaml", route("bad", "ai-tool:bad", "setBody: {constant: good}"));
        assertThat(refusal()).as("the tool does not change either").contains(CLOCK);
        assertThat(gateway.outcome("camel", "bad", "{}").outcome()).isEqualTo(Outcome.NOT_FOUND);

        gateway.write(CLOCK, clock("two", "10"));
        assertThat(change()).isPresent();
        assertThat(gateway.outcome("camel", "bad", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
        awaitSeen("two");
    }

    @Test
    void twoRoutesOfOneIdAreRefused() {
        gateway.write("maintenance/other.camel.yaml", route("clock", "direct:other", "log: x"));
        assertThat(refusal()).contains("maintenance/other.camel.yaml", "clock");
    }

    @Test
    void stepsThatLeadNowhereAreRefused() {
        gateway.write("maintenance/other.camel.yaml", route("other", "direct:other", "to: direct:nowhere"));
        assertThat(refusal()).contains("maintenance/other.camel.yaml", "nowhere");
    }

    @Test
    void whatWaitsInQueuesAndGroupsIsWorkedOff() {
        gateway.write("maintenance/queue.camel.yaml", route("queue", "seda:queue", """
                aggregate:
                            aggregationStrategy: "#class:org.apache.camel.processor.aggregate.UseLatestAggregationStrategy"
                            completionTimeout: 600000
                            correlationExpression: {constant: {expression: all}}
                            steps: [{process: {ref: see}}]"""));
        assertThat(change()).isPresent();
        try (var template = gateway.fixedContext.get().createProducerTemplate()) {
            template.sendBody("seda:queue", "waiting");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        gateway.write(CLOCK, clock("two", "10"));
        assertThat(change()).isPresent();
        awaitSeen("waiting");
    }

    @Test
    void secretsAreHidden() {
        gateway.write("maintenance/crm.camel.yaml", route("crm", "direct:crm", "to: 'log:x?level={{crm.token}}'"));
        assertThat(refusal()).contains("maintenance/crm.camel.yaml").doesNotContain("TOPSECRET");

        gateway.write("maintenance/crm.camel.yaml", route("crm", "direct:crm", "to: 'log:x?marker={{crm.token}}'"));
        assertThat(change()).isPresent();
        assertThat(new Redaction(List.of()).text("cannot reach http://crm.example/TOPSECRET77/items"))
                .doesNotContain("TOPSECRET");
    }

    @Test
    void aSetThatFollowsAtTheEndOfTheGatewayIsRefused() {
        sets.close();
        gateway.write(CLOCK, clock("two", "10"));
        assertThat(refusal()).contains("stopping");
    }

    private Optional<Generation> change() {
        Optional<Generation> next = gateway.generations
                .reloadIfChanged()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        assertThat(gateway.generations.problem().isPresent() && next.isPresent())
                .isFalse();
        return next;
    }

    private String refusal() {
        Throwable refusal = catchThrowable(this::change);
        assertThat(refusal).hasCauseInstanceOf(InvalidRoutesException.class);
        return refusal.getCause().getMessage();
    }

    private void awaitSeen(String text) {
        Awaitility.await(text).atMost(LIMIT).until(() -> seen.contains(text));
    }

    private static String clock(String text, String period) {
        return route("clock", "timer:clock?delay=0&period=" + period, """
                setBody: {constant: {expression: "%s"}}
                        - process: {ref: see}""".formatted(text));
    }

    private static String route(String id, String from, String step) {
        return "- route:\n    id: " + id + "\n    from:\n      uri: \"" + from + "\"\n      steps:\n        - " + step
                + "\n";
    }
}
