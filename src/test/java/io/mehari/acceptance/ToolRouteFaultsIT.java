package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.acceptance.CallAnswer.Form;
import io.mehari.call.Outcome;
import io.mehari.support.ChangesBehaviour;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tool routes do wrong, against the running gateway. */
class ToolRouteFaultsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static WatchedGateway gateway;

    @BeforeAll
    static void start() {
        RouteEdit routes = RouteEdit.copyTo(directory)
                .write("tools/jails.camel.yaml", Gate.toolRoute("jails", """
                        - throwException:
                            exceptionType: java.lang.IllegalArgumentException
                            message: hunter2 is jailed to the folder notes"""))
                .write("tools/fails.camel.yaml", Gate.toolRoute("fails", """
                        - throwException:
                            exceptionType: java.lang.IllegalStateException
                            message: the password is hunter2"""))
                .write("tools/complains.camel.yaml", Gate.toolRoute("complains", """
                        - throwException:
                            exceptionType: io.mehari.component.aitool.ToolArgumentException
                            message: zone must be a city"""))
                .write("tools/waits.camel.yaml", Gate.toolRoute("waits", """
                        - bean:
                            ref: gate
                            method: pass"""));
        Map<String, String> keys = Map.of(
                "mehari.routes.directory", routes.directory().toString(),
                "mehari.pipeline.tool-threads", "1",
                "mehari.pipeline.tool-queue", "1",
                "mehari.routes.tool-attempt", "10s");
        gateway = new WatchedGateway(directory, "{\"mcpServers\":{}}", keys);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void openGate() {
        gateway.gate.open();
    }

    @ParameterizedTest
    @EnumSource
    void tellsNothingOfAFailureInsideARoute(Form form) {
        for (String tool : List.of("fails", "jails")) {
            CallAnswer answer = gateway.call(form, "camel", tool, "{}", Outcome.TOOL_ERROR);
            assertThat(answer.reply().body())
                    .contains("The route of this tool failed", answer.sentId())
                    .doesNotContain("hunter2");
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsWhatARouteSaysAboutArguments(Form form) {
        assertThat(gateway.call(form, "camel", "complains", "{}", Outcome.TOOL_ERROR)
                        .reply()
                        .body())
                .contains("zone must be a city");
    }

    @Test
    @ChangesBehaviour("mehari.routes.directory")
    @ChangesBehaviour("mehari.pipeline.tool-threads")
    @ChangesBehaviour("mehari.pipeline.tool-queue")
    void refusesCallsWhenAllThreadsAreBusyAndEndsThoseThatTakeTooLong() throws Exception {
        gateway.gate.close();
        List<CompletableFuture<CallAnswer>> calls = Stream.of(Form.SHORT, Form.ENVELOPE)
                .map(form -> CompletableFuture.supplyAsync(() -> gateway.call(form, "camel", "waits", "{}")))
                .toList();
        Awaitility.await().atMost(LIMIT).until(() -> gateway.gate.waiting() == 1);
        String second = "mehari_tool_route_runs{state=\"waiting\"} 1"; // a probe before it would take its place
        Awaitility.await().atMost(LIMIT).until(() -> metrics().contains(second));
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            CallAnswer probe = gateway.call(Form.SHORT, "camel", "complains", "{}");
            assertThat(probe.reply().statusCode()).isEqualTo(503);
        });
        for (Form form : Form.values()) {
            CallAnswer answer = gateway.heldBack(form, "camel", "waits", "{}");
            answer.requireUpstream("camel");
            assertThat(answer.message()).contains("mehari.pipeline.tool-threads", "tool-queue");
        }
        CallAnswer first = (CallAnswer)
                CompletableFuture.anyOf(calls.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        gateway.require(first, Outcome.TIMED_OUT);
        first.requireUpstream("camel");
        assertThat(first.message()).contains("waits", "10000 ms", "limit of an attempt");
        gateway.gate.open();
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(calls).allMatch(CompletableFuture::isDone));
        gateway.call(Form.SHORT, "camel", "waits", "{}", Outcome.SUCCESS);
    }

    private static String metrics() {
        return gateway.http().get("/metrics/prometheus").body();
    }
}
