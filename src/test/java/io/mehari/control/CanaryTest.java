package io.mehari.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.alert.Alert;
import io.mehari.alert.AlertBook;
import io.mehari.call.Outcome;
import io.mehari.event.CanaryFailed;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.launch.GatewayFixture;
import io.mehari.monitoring.metric.RouteMeters;
import io.mehari.reload.CanarySettings;
import io.mehari.reload.CanarySettings.Mode;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.ManualTimer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Route files that are valid and fail at calls, on the shipped set. */
@DisplayName("S0.7: return by itself after the flip")
class CanaryTest {
    private static final String FILE = "pipeline/tool-call-validate.camel.yaml";
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private final ManualTimer timer = new ManualTimer();
    private final GatewayEvents events = new GatewayEvents();
    private final EventQueue<CanaryFailed> told = events.subscribe(CanaryFailed.class, 10);
    private final AlertBook alerts = new AlertBook(event -> {}, Clock.systemUTC());
    private GatewayFixture gateway;
    private String good;
    private Canary canary;

    @BeforeEach
    void start() throws Exception {
        gateway = GatewayFixture.serving(directory);
        good = gateway.read(FILE);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void watch(Mode mode) {
        watch(new CanarySettings(mode, Duration.ofSeconds(10), 20, 5, 30));
    }

    private void watch(CanarySettings settings) {
        canary = new Canary(
                settings, gateway.running, gateway.generations, alerts, events, timer, Clock.systemUTC(), meters());
        canary.begin();
        gateway.generations.refresh().join(); // the first it sees
        calls(20, Outcome.SUCCESS);
    }

    private Optional<RouteMeters> meters() {
        return Optional.of(gateway.beans.getBean(RouteMeters.class));
    }

    private void calls(int many, Outcome outcome) {
        for (int i = 0; i < many; i++) {
            assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(outcome);
        }
    }

    /** A stage that throws at each call, which no check can know. */
    private void breakStage() {
        gateway.write(FILE, good.replace("      steps:\n", """
                      steps:
                        - throwException:
                            exceptionType: java.lang.IllegalStateException
                            message: it does not work
                """));
        gateway.reload();
    }

    private int served() {
        return gateway.running.current().orElseThrow().number();
    }

    private void await(int generation) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> served() == generation);
    }

    private Alert alert() {
        return alerts.active().stream()
                .filter(each -> each.key().equals("canary"))
                .findFirst()
                .orElse(null);
    }

    @Test
    @ChangesBehaviour("mehari.reload.canary.mode")
    void theFilesBeforeServeAgainByThemselves() {
        watch(Mode.AUTOMATIC);
        breakStage();
        int bad = served();
        calls(19, Outcome.INTERNAL);
        timer.advance(SECOND);
        assertThat(served()).as("too few calls").isEqualTo(bad);
        calls(1, Outcome.INTERNAL);
        timer.advance(SECOND);
        await(bad + 1);
        calls(20, Outcome.SUCCESS);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> alert() != null);
        assertThat(alert().text()).contains("of 20 calls 20 failed", "100.0 %; with the files before it was 0.0 %");
        assertThat(alert().remedy()).contains("The files before serve again");
        assertThat(told.drain(10)).singleElement().satisfies(event -> {
            assertThat(event.returned()).isTrue();
            assertThat(event.generation()).isEqualTo(bad);
        });
        assertThat(gateway.generations.problem().orElse("")).contains("They were taken back");
        assertThat(new CanaryHealth(canary).check().works()).isTrue();
        assertThat(new CanaryHealth(canary).check().healthy()).isFalse();

        timer.advance(Duration.ofSeconds(20));
        assertThat(served()).as("never back and forth").isEqualTo(bad + 1);
        assertThat(gateway.generations.reloadIfChanged().join())
                .as("what is on disk is not tried again before it changes")
                .isEmpty();
        gateway.write(FILE, good);
        gateway.generations.reloadIfChanged().join();
        assertThat(new CanaryHealth(canary).check().healthy()).isTrue();
        assertThat(alert()).isNull();
    }

    @Test
    void anAlertAloneLeavesTheFilesServing() {
        watch(Mode.ALERT);
        breakStage();
        int bad = served();
        calls(20, Outcome.INTERNAL);
        timer.advance(SECOND);
        assertThat(alert().text()).contains("20 failed");
        assertThat(told.drain(10))
                .singleElement()
                .satisfies(event -> assertThat(event.returned()).isFalse());
        assertThat(served()).isEqualTo(bad);
        gateway.write(FILE, good);
        gateway.reload();
        assertThat(alert()).as("over with the next files").isNull();
        assertThat(canary.problem()).isEmpty();
    }

    /** A tool of its own, called twenty times among two hundred other calls. */
    private void amongOthers(String step) {
        gateway.write("tools/rare.camel.yaml", """
                - route:
                    id: rare
                    from:
                      uri: ai-tool:rare
                      steps:
                        - %s
                """.formatted(step));
        gateway.reload();
        calls(200, Outcome.SUCCESS);
        for (int i = 0; i < 20; i++) {
            gateway.outcome("camel", "rare", "{}");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ALERT", "AUTOMATIC"})
    void aChangedRouteThatAlwaysFailsIsNotLostAmongAllCalls(Mode mode) {
        watch(new CanarySettings(mode, Duration.ofSeconds(10), 20, 20, 30));
        amongOthers("setBody: {constant: fine}");
        timer.advance(SECOND);
        assertThat(alert()).isNull();

        amongOthers("throwException: {exceptionType: java.lang.IllegalStateException, message: broken}");
        int bad = served();
        timer.advance(SECOND);
        assertThat(alert().text())
                .contains("route rare: of 20 exchanges 20 failed, which is 100.0 %; with the file before it was 0.0 %");
        assertThat(told.drain(10))
                .singleElement()
                .satisfies(event -> assertThat(event.returned()).isFalse());
        timer.advance(SECOND);
        assertThat(told.drain(10)).as("told once").isEmpty();
        assertThat(served()).as("never taken back for one route").isEqualTo(bad);
        gateway.delete("tools/rare.camel.yaml");
        gateway.reload();
        assertThat(alert()).isNull();
    }

    @Test
    void switchedOffItDoesNothing() {
        watch(Mode.OFF);
        breakStage();
        calls(30, Outcome.INTERNAL);
        timer.advance(SECOND);
        assertThat(alert()).isNull();
        assertThat(new CanaryHealth(canary).check().status()).isEqualTo("not_configured");
    }

    @Test
    @ChangesBehaviour("mehari.reload.canary.window")
    void whatFailsAfterTheWindowIsNotOfTheChange() {
        watch(Mode.AUTOMATIC);
        breakStage();
        int bad = served();
        timer.advance(Duration.ofSeconds(10));
        calls(30, Outcome.INTERNAL);
        timer.advance(Duration.ofSeconds(10));
        assertThat(served()).isEqualTo(bad);
        assertThat(alert()).isNull();
    }

    @Test
    @ChangesBehaviour("mehari.reload.canary.minimum-calls")
    @ChangesBehaviour("mehari.reload.canary.threshold")
    void theFailuresThatWereThereBeforeCountForNothing() {
        breakStage();
        calls(20, Outcome.INTERNAL);
        canary = new Canary(
                new CanarySettings(Mode.ALERT, Duration.ofSeconds(10), 2, 50, 50),
                gateway.running,
                gateway.generations,
                alerts,
                events,
                timer,
                Clock.systemUTC(),
                meters());
        canary.begin();
        gateway.generations.refresh().join();
        gateway.write("tools/current-time.camel.yaml", gateway.read("tools/current-time.camel.yaml") + "\n# other\n");
        gateway.reload();
        calls(5, Outcome.INTERNAL);
        timer.advance(SECOND);
        assertThat(alert()).isNull();
    }

    @Test
    @ChangesBehaviour("mehari.reload.canary.jump")
    void otherFailuresCountByAThresholdOfTheirOwn() {
        watch(new CanarySettings(Mode.ALERT, Duration.ofSeconds(10), 4, 5, 60));
        gateway.write("tools/current-time.camel.yaml", gateway.read("tools/current-time.camel.yaml") + "\n# other\n");
        gateway.reload();
        gateway.upstream.answerWith(
                call -> call.fail(io.mehari.call.ToolCallResult.Failed.badUpstream("files", "it is broken", null)));
        calls(2, Outcome.BAD_UPSTREAM);
        gateway.upstream.answerWith(call -> call.answer("fine"));
        calls(2, Outcome.SUCCESS);
        timer.advance(SECOND);
        assertThat(alert()).as("half of them, 60 are allowed").isNull();
        gateway.upstream.answerWith(
                call -> call.fail(io.mehari.call.ToolCallResult.Failed.badUpstream("files", "it is broken", null)));
        calls(4, Outcome.BAD_UPSTREAM);
        timer.advance(SECOND);
        assertThat(alert().text()).contains("of 8 calls 6 failed or were refused");
    }

    @Test
    void aServerThatComesMeanwhileDoesNotEndTheWatch() {
        watch(Mode.AUTOMATIC);
        breakStage();
        calls(10, Outcome.INTERNAL);
        gateway.generations.refresh().join();
        int bad = served();
        calls(10, Outcome.INTERNAL);
        timer.advance(SECOND);
        await(bad + 1);
        calls(1, Outcome.SUCCESS);
    }
}
