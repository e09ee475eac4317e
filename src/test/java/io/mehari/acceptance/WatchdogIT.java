package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.acceptance.CallAnswer.Form;
import io.mehari.call.Outcome;
import io.mehari.support.ChangesBehaviour;
import io.mehari.upstream.stdio.FaultyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No code path leaves a call unanswered: a stage that an engineer wrote, and that never goes on, is answered for. */
class WatchdogIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"100ms, 50ms, watchdog", "1h, 50ms, timeout.total", "100ms, 1h, timeout.total"})
    @ChangesBehaviour("mehari.pipeline.watchdog-grace")
    @ChangesBehaviour("mehari.maintenance.call-watchdog-period")
    void theWatchdogAnswersForCallsThatARouteForgot(String grace, String period, String told) throws Exception {
        Path own = Files.createDirectory(directory.resolve("watchdog"));
        RouteEdit routes = RouteEdit.copyTo(own);
        routes.replace("pipeline/tool-call-validate.camel.yaml", "        - process:\n", """
                        - threads:
                            poolSize: 1
                            maxPoolSize: 1
                        - bean:
                            ref: gate
                            method: hold
                        - process:
                """);
        String servers = new Servers()
                .java(
                        "slow",
                        server -> server.putObject("timeout").put("total", "2s"),
                        FaultyServer.class.getName(),
                        "ok")
                .toString();
        try (WatchedGateway watched = new WatchedGateway(
                own,
                servers,
                Map.of(
                        "mehari.routes.directory", routes.directory().toString(),
                        "mehari.pipeline.watchdog-grace", grace,
                        "mehari.maintenance.call-watchdog-period", period))) {
            watched.http().awaitTools(List.of("slow"));
            var call = CompletableFuture.supplyAsync(() -> watched.call(Form.ENVELOPE, "slow", "run", "{}"));
            Awaitility.await().atMost(LIMIT).until(() -> watched.gate.waiting() == 1);
            if (!told.equals("watchdog")) {
                Duration pastTheDefaults = Duration.ofSeconds(5);
                Awaitility.await().during(pastTheDefaults).atMost(LIMIT).until(() -> !call.isDone());
                watched.gate.open();
            }
            CallAnswer answer = watched.require(call.get(60, TimeUnit.SECONDS), Outcome.TIMED_OUT);
            assertThat(answer.message()).contains(told);
            watched.gate.open();
        }
    }
}
