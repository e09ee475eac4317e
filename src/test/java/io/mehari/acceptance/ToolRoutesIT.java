package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.acceptance.CallAnswer.Form;
import io.mehari.call.Outcome;
import io.mehari.monitoring.StepWatch;
import io.mehari.protocol.Json;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What tool routes can do, and what they cannot do to others, against the running gateway. */
class ToolRoutesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, (byte) 0xff};
    private static final String HOLD = """
            - bean:
                ref: gate
                method: hold""";

    @TempDir
    static Path directory;

    private static WatchedGateway gateway;
    private static final ExecutorService CALLERS = Executors.newFixedThreadPool(20);

    @BeforeAll
    static void start() throws IOException {
        Files.write(Files.createDirectory(directory.resolve("pictures")).resolve("a.png"), PNG);
        RouteEdit routes = RouteEdit.copyTo(directory)
                .write("tools/pauses.camel.yaml", Gate.toolRoute("pauses", "- to: mcp:files?tool=ok\n" + HOLD))
                .write("tools/waits.camel.yaml", Gate.toolRoute("waits", HOLD))
                .write("tools/limited.camel.yaml", Gate.toolRoute("limited", HOLD))
                .write("tools/burns.camel.yaml", Gate.toolRoute("burns", "- to: mcp:files?tool=tool-error"))
                .write("tools/asks.camel.yaml", Gate.toolRoute("asks", "- to: tool:files/ok"))
                .write("tools/counts.camel.yaml", Gate.toolRoute("counts", """
                        - setBody: {constant: '{"text": "one two"}'}
                        - to: tool:camel/text_statistics"""))
                .write("tools/misasks.camel.yaml", Gate.toolRoute("misasks", "- to: tool:camel/text_statistics"))
                .write("tools/circles.camel.yaml", Gate.toolRoute("circles", "- to: tool:camel/circles"))
                .write("tools/draws.camel.yaml", Gate.toolRoute("draws", """
                        - pollEnrich:
                            constant: "file:%s?fileName=a.png&noop=true&idempotent=false"
                            timeout: 5000
                        - setHeader: {name: Content-Type, constant: image/png}""".formatted(directory.resolve("pictures"))))
                .write("pipeline/tool-call-slow.camel.yaml", """
                        # A stage that should not be one.
                        - route:
                            id: tool-call-slow
                            errorHandler: {noErrorHandler: {}}
                            from:
                              uri: direct:tool-call-slow
                              steps:
                                - choice:
                                    when:
                                      - simple: ${exchangeProperty.mehariCall.tool} == 'unicode'
                                        steps:
                                          - bean:
                                              id: dawdles
                                              ref: gate
                                              method: hold
                        """)
                .replace(
                        "pipeline/tool-call.camel.yaml",
                        "        - to:\n            id: cache-lookup",
                        "        - to: direct:tool-call-slow\n        - to:\n            id: cache-lookup");
        String servers = new Servers()
                .java("files", FaultyServer.class.getName(), "tools", "ok", "tool-error", "unicode")
                .with("camel", camel -> {
                    camel.putArray("disabledTools").add("gateway_status");
                    camel.putObject("tools")
                            .putObject("limited")
                            .putObject("timeout")
                            .put("attempt", "300ms");
                    camel.withObject("/tools/counts").putObject("cache").put("ttl", "5m");
                })
                .toString();
        gateway = new WatchedGateway(
                directory,
                servers,
                Map.of("mehari.routes.directory", routes.directory().toString()));
        gateway.http().awaitTools(List.of("files"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        CALLERS.shutdownNow();
    }

    @AfterEach
    void openGate() {
        gateway.gate.open();
    }

    @Test
    void aStepThatBlocksAfterACallOfAServerHoldsUpNobodyElse() {
        gateway.gate.close();
        CompletableFuture<CallAnswer> call = callLater("pauses");
        Awaitility.await().atMost(LIMIT).until(() -> gateway.gate.waiting() == 1);
        for (int i = 0; i < 8; i++) {
            assertThat(gateway.http().get("/health").statusCode()).isEqualTo(200);
            gateway.call(Form.SHORT, "files", "ok", "{}").requireOutcome(Outcome.SUCCESS);
        }
        assertThat(gateway.gate.waiting()).isEqualTo(1);
        gateway.gate.open();
        gateway.require(call.join(), Outcome.SUCCESS);
    }

    @Test
    void aToolThatHangsLeavesThreadsForTheOthers() {
        gateway.gate.close();
        List<CompletableFuture<CallAnswer>> calls =
                Stream.generate(() -> callLater("waits")).limit(16).toList();
        Awaitility.await().atMost(LIMIT).until(() -> gateway.gate.waiting() == 12);
        for (int i = 0; i < 4; i++) {
            gateway.call(Form.SHORT, "camel", "current_time", "{}").requireOutcome(Outcome.SUCCESS);
        }
        assertThat(gateway.gate.waiting())
                .as("still three quarters of all threads")
                .isEqualTo(12);
        gateway.gate.open();
        calls.forEach(call -> call.join().requireOutcome(Outcome.SUCCESS));
    }

    @Test
    void limitsOfOneToolStandInTheServersFile() throws Exception {
        gateway.gate.close();
        CallAnswer answer = gateway.call(Form.ENVELOPE, "camel", "limited", "{}", Outcome.TIMED_OUT);
        assertThat(answer.message()).contains("300 ms");
        Awaitility.await("the interrupt").atMost(LIMIT).until(() -> gateway.gate.waiting() == 0);
        gateway.call(Form.SHORT, "camel", "gateway_status", "{}").requireOutcome(Outcome.NOT_FOUND);
        JsonNode shown = gateway.json("/api/v1/tools/camel/limited");
        assertThat(shown.findPath("retry").path("max").asInt(-1)).isZero();
    }

    @Test
    void theErrorOfAnotherToolIsTheToolsOwn() {
        CallAnswer answer = gateway.call(Form.ENVELOPE, "camel", "burns", "{}", Outcome.TOOL_ERROR);
        assertThat(answer.json().at("/data/content/0/text").asText()).isEqualTo("the printer is on fire");
    }

    @Test
    void callsAnyToolThroughThePipeline() {
        CallAnswer asked = gateway.call(Form.ENVELOPE, "camel", "asks", "{}", Outcome.SUCCESS);
        assertThat(asked.json().at("/data/content/0/text").asText()).isEqualTo("ok");
        Awaitility.await("the event of the inner call")
                .atMost(LIMIT)
                .until(() -> !gateway.innerEvents(asked.sentId()).isEmpty());
        CallAnswer counted = gateway.call(Form.ENVELOPE, "camel", "counts", "{}", Outcome.SUCCESS);
        assertThat(counted.json().at("/data/structuredContent/words").asInt()).isEqualTo(2);
        assertThat(gateway.call(Form.ENVELOPE, "camel", "counts", "{}")
                        .json()
                        .at("/performance/cache_hit")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aCallThatThePipelineRefusesSaysWhy() {
        CallAnswer answer = gateway.call(Form.ENVELOPE, "camel", "misasks", "{}", Outcome.TOOL_ERROR);
        assertThat(answer.reply().body()).contains("camel/text_statistics was not run", "text");
    }

    @Test
    void aCircleOfToolsComesToAnEnd() {
        CallAnswer answer = gateway.call(Form.ENVELOPE, "camel", "circles", "{}", Outcome.TOOL_ERROR);
        assertThat(answer.reply().body()).contains("circle");
    }

    @Test
    void aPictureStaysOne() {
        CallAnswer answer = gateway.call(Form.ENVELOPE, "camel", "draws", "{}", Outcome.SUCCESS);
        assertThat(answer.json().at("/data/content/0"))
                .isEqualTo(Json.object()
                        .put("type", "image")
                        .put("data", Base64.getEncoder().encodeToString(PNG))
                        .put("mimeType", "image/png"));
    }

    @Test
    void aStageThatBlocksAnEventLoopIsNamed() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(StepWatch.class);
        log.start();
        logger.addAppender(log);
        gateway.gate.close();
        try {
            CompletableFuture<CallAnswer> call =
                    CompletableFuture.supplyAsync(() -> gateway.call(Form.SHORT, "files", "unicode", "{}"), CALLERS);
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> List.copyOf(log.list).stream()
                            .map(ILoggingEvent::getFormattedMessage)
                            .anyMatch(line -> line.contains("dawdles")
                                    && line.contains("route tool-call-slow of pipeline/tool-call-slow.camel.yaml")
                                    && line.contains("mehari-data")));
            gateway.gate.open();
            call.join().requireOutcome(Outcome.SUCCESS);
        } finally {
            logger.detachAppender(log);
            log.list.clear(); // Logback keeps the appender until it logs again, and an event keeps its route's gateway
        }
        JsonNode loops = gateway.json("/health").at("/checks/event-loops");
        assertThat(loops.path("status").asText()).isEqualTo("unhealthy");
        assertThat(loops.path("detail").asText()).contains("tool-call-slow");
    }

    private static CompletableFuture<CallAnswer> callLater(String tool) {
        return CompletableFuture.supplyAsync(() -> gateway.call(Form.SHORT, "camel", tool, "{}"), CALLERS);
    }
}
