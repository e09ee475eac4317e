package io.mehari.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.ToolCallResult;
import io.mehari.component.generation.Generation;
import io.mehari.event.GatewayEvents;
import io.mehari.launch.GatewayFixture;
import io.mehari.reload.live.ConfigurationReports;
import io.mehari.routes.ReloadListener;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are written while others take effect, and while the gateway ends. */
@DisplayName("S0.7: edits during a change and during the end")
class EditsMeanwhileTest {
    private static final Runnable NOTHING = () -> {};

    @TempDir
    Path directory;

    private final AtomicReference<Runnable> beforeReading = new AtomicReference<>(NOTHING);
    private final AtomicReference<Runnable> afterTheFlip = new AtomicReference<>(NOTHING);
    private GatewayFixture gateway;
    private FileReload reload;

    @BeforeEach
    void start() throws Exception {
        gateway = GatewayFixture.serving(directory);
        gateway.generations.onReload(new ReloadListener() {
            @Override
            public void served(Generation generation) {
                afterTheFlip.getAndSet(NOTHING).run();
            }

            @Override
            public void fixedServed(int number, String fingerprint, int routes) {
                // there are none here
            }

            @Override
            public void refused(String reason) {
                afterTheFlip.getAndSet(NOTHING).run();
            }
        });
        WatchedFiles files = new WatchedFiles(List.of(gateway.routes), List.of(), List.of());
        reload = new FileReload(
                gateway.generations,
                Optional.empty(),
                gateway.configuration(directory),
                new ReloadReports(new GatewayEvents(), Clock.systemUTC()),
                ConfigurationReports.of(new GatewayEvents(), Clock.systemUTC(), gateway.running, gateway.fixedContext),
                () -> {
                    Object stamps = files.look();
                    beforeReading.getAndSet(NOTHING).run();
                    return stamps;
                },
                () -> {},
                new NextTry(System::nanoTime));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void anEditDuringAChangeIsTakenByTheNextLook() throws Exception {
        write("one");
        afterTheFlip.set(() -> write("two"));
        look();
        assertThat(answer()).contains("version one");
        look();
        assertThat(answer()).contains("version two");
    }

    @Test
    void aMendingEditDuringARefusalIsTakenByTheNextLook() throws Exception {
        write("one");
        look();
        gateway.write("tools/edited.camel.yaml", "- route: {id: edited, from: [");
        afterTheFlip.set(() -> write("mended"));
        look();
        assertThat(answer()).contains("version one");
        look();
        assertThat(answer()).contains("version mended");
    }

    @Test
    void anEditAfterTheFilesWereLookedAtAndBeforeTheyAreReadIsNotLost() throws Exception {
        gateway.write("tools/edited.camel.yaml", "- route: {id: edited, from: [");
        beforeReading.set(
                () -> gateway.write("tools/edited.camel.yaml", "- route: {id: edited, from: [[ broken otherwise"));
        look();
        beforeReading.set(() -> write("two"));
        look();
        look();
        assertThat(answer()).contains("version two");
    }

    @Test
    void anEditDuringTheEndChangesNothingAndFailsNothing() throws Exception {
        write("one");
        look();
        Generation last = gateway.running.current().orElseThrow();
        gateway.generations.close();
        write("two");
        look();
        assertThat(gateway.running.current()).contains(last);
    }

    private void write(String version) {
        gateway.write("tools/edited.camel.yaml", """
                - route:
                    id: edited
                    description: Says its version
                    from:
                      uri: ai-tool:edited
                      parameters:
                        description: Says its version
                      steps:
                        - setBody:
                            constant: version %s
                """.formatted(version));
    }

    private void look() throws Exception {
        reload.look(FileChanges.FirstStep.NONE);
    }

    private String answer() {
        ToolCallResult result = gateway.outcome("camel", "edited", "{}");
        assertThat(result).isInstanceOf(ToolCallResult.Success.class);
        return ((ToolCallResult.Success) result).result().toString();
    }
}
