package io.mehari.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.component.generation.Generation;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.event.ReloadEvent;
import io.mehari.event.RoutesRefused;
import io.mehari.launch.GatewayFixture;
import io.mehari.reload.live.ConfigurationReports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Route files that were refused for a reason outside of them are taken when it has passed, though nobody writes them again. */
@DisplayName("S0.7: a change that was refused for a reason that passes takes effect once it has")
class PassingReasonsTest {
    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final NextTry next = new NextTry(nanos::get);
    private final GatewayEvents events = new GatewayEvents();
    private final EventQueue<ReloadEvent> told = events.subscribe(ReloadEvent.class, 10);
    private Path needed;
    private GatewayFixture gateway;
    private FileReload reload;

    @BeforeEach
    void start() throws Exception {
        needed = directory.resolve("needed");
        gateway = GatewayFixture.serving(directory);
        ReloadReports reports = new ReloadReports(events, Clock.systemUTC());
        gateway.generations.onReload(reports);
        WatchedFiles files = new WatchedFiles(List.of(gateway.routes), List.of(), List.of());
        reload = new FileReload(
                gateway.generations,
                Optional.empty(),
                gateway.configuration(directory),
                reports,
                ConfigurationReports.of(new GatewayEvents(), Clock.systemUTC(), gateway.running, gateway.fixedContext),
                files::look,
                () -> {},
                next);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void theSameFilesAreTakenWhenTheReasonHasPassed() throws Exception {
        Generation before = gateway.running.current().orElseThrow();
        gateway.write(
                "tools/needing.camel.yaml", tool("needing") + "        - to: \"xslt:file:%s\"\n".formatted(needed));
        look();
        assertThat(told.drain(9))
                .singleElement()
                .isInstanceOfSatisfying(
                        RoutesRefused.class,
                        refused ->
                                assertThat(refused.reason()).contains("tools/needing.camel.yaml", needed.toString()));
        assertThat(isDue()).isTrue();

        look();
        assertThat(gateway.running.current()).contains(before);
        assertThat(gateway.generations.problem()).isPresent();
        assertThat(told.drain(9)).as("said once").isEmpty();
        assertThat(isDue()).as("after a longer time").isFalse();

        Files.writeString(needed, "<s:stylesheet version='1.0' xmlns:s='http://www.w3.org/1999/XSL/Transform'/>");
        look();
        assertThat(gateway.running.current()).isNotEqualTo(before).isPresent();
        assertThat(gateway.generations.problem()).isEmpty();
        nanos.addAndGet(NextTry.LONGEST.toNanos());
        assertThat(next.takeDue()).isFalse();
    }

    @Test
    void filesThatAreWrongWaitUntilTheyAreWrittenAgain() throws Exception {
        gateway.write("tools/wrong.camel.yaml", tool("wrong").replace("setBody", "setBdy"));
        look();
        nanos.addAndGet(NextTry.LONGEST.toNanos());
        assertThat(next.takeDue()).isFalse();
    }

    private static String tool(String name) {
        return """
                - route:
                    id: %1$s
                    description: A tool
                    from:
                      uri: ai-tool:%1$s
                      parameters:
                        description: A tool
                      steps:
                        - setBody:
                            constant: answer
                """.formatted(name);
    }

    private boolean isDue() {
        nanos.addAndGet(NextTry.FIRST.toNanos());
        return next.takeDue();
    }

    private void look() throws Exception {
        reload.look(FileChanges.FirstStep.NONE);
    }
}
