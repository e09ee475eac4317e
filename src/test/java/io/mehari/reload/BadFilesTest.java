package io.mehari.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.component.generation.Generation;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.event.ReloadEvent;
import io.mehari.event.RoutesRefused;
import io.mehari.launch.GatewayFixture;
import io.mehari.launch.RoutesHealth;
import io.mehari.reload.live.ConfigurationReports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;

/** Files that cannot be run, dropped while calls are served: nothing changes, and health and event say exactly why. */
class BadFilesTest {
    private static final String FILE = "tools/bad.camel.yaml";
    private static final String GOOD = "- route:\n    id: %1$s\n    description: A tool\n    from:\n"
            + "      uri: ai-tool:%1$s\n      parameters:\n        description: A tool\n      steps:\n"
            + "        - setBody:\n            constant: %2$s\n";

    @TempDir
    static Path directory;

    private static final EventQueue<ReloadEvent> TOLD;
    private static final ReloadReports REPORTS;
    private static GatewayFixture gateway;
    private static FileReload reload;

    static {
        GatewayEvents events = new GatewayEvents();
        TOLD = events.subscribe(ReloadEvent.class, 10);
        REPORTS = new ReloadReports(events, Clock.systemUTC());
    }

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.serving(directory);
        gateway.generations.onReload(REPORTS);
        reload = new FileReload(
                gateway.generations,
                Optional.empty(),
                gateway.configuration(directory),
                REPORTS,
                ConfigurationReports.of(new GatewayEvents(), Clock.systemUTC(), gateway.running, gateway.fixedContext),
                Object::new,
                () -> {},
                new NextTry(System::nanoTime));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        gateway = null;
        reload = null;
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                bad("broken YAML", "- route: {id: bad, from: [", FILE, "line"),
                bad("wrong DSL", GOOD.formatted("bad", "x").replace("setBody", "setBdy"), FILE, "setBdy"),
                bad("unknown bean", steps("process: {ref: noSuchBean}"), FILE, "noSuchBean"),
                bad("does not start", steps("to: \"file:?noop=maybe\""), FILE),
                bad("half-written", GOOD.formatted("bad", "x").substring(0, 60), FILE),
                bad("binary", "\u0000\u0001\u0002PK\u0003", FILE),
                bad("5 MB", "#".repeat(5 << 20), "bad.camel.yaml", "1 MiB"),
                Arguments.of(
                        "cannot be read",
                        (Consumer<Path>) routes -> link(routes.resolve(FILE), Path.of("/proc/self/mem")),
                        List.of("cannot be read", "bad.camel.yaml: ")),
                bad(
                        "two files with one id",
                        GOOD.formatted("bad", "x").replace("id: bad", "id: current-time"),
                        FILE,
                        "tools/current-time.camel.yaml"),
                Arguments.of(
                        "deleted file",
                        (Consumer<Path>) routes -> delete(routes.resolve("pipeline/tool-call.camel.yaml")),
                        List.of("pipeline/tool-call.camel.yaml")),
                Arguments.of(
                        "deleted folder",
                        (Consumer<Path>) BadFilesTest::deleteAll,
                        List.of("The folder of the route files is gone", "routes")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void changesNothingAndSaysWhy(String what, Consumer<Path> change, List<String> said) throws Exception {
        Generation before = gateway.running.current().orElseThrow();
        change.accept(gateway.routes);
        try {
            look();
            assertThat(gateway.running.current()).contains(before);
            assertThat(gateway.outcome("files", "read", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
            assertThat(TOLD.drain(9))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            RoutesRefused.class,
                            refused -> assertThat(refused.reason()).contains(said));
            assertThat(health().detail()).contains(said);
            look();
            assertThat(TOLD.drain(9)).as("said once").isEmpty();
        } finally {
            restore();
        }
        look();
        assertThat(gateway.running.current()).as("as it was: nothing to build").contains(before);
        assertThat(health().healthy()).isTrue();
    }

    @Test
    void aGoodFileServesAndTheSameFileAgainDoesNotChangeAnything() throws Exception {
        Generation before = gateway.running.current().orElseThrow();
        gateway.write("tools/good.camel.yaml", GOOD.formatted("good", "one"));
        look();
        Generation after = gateway.running.current().orElseThrow();
        assertThat(after.number()).isEqualTo(before.number() + 1);
        assertThat(gateway.outcome("camel", "good", "{}").outcome()).isEqualTo(Outcome.SUCCESS);
        gateway.write("tools/good.camel.yaml", GOOD.formatted("good", "one"));
        look();
        assertThat(gateway.running.current()).contains(after);
        gateway.delete("tools/good.camel.yaml");
        look();
        assertThat(gateway.outcome("camel", "good", "{}").outcome()).isEqualTo(Outcome.NOT_FOUND);
        assertThat(TOLD.drain(9)).hasSize(2);
    }

    private static void look() throws Exception {
        reload.look(FileChanges.FirstStep.NONE);
    }

    private static io.mehari.monitoring.HealthCheck.Condition health() {
        return new RoutesHealth(gateway.generations, gateway.running).check();
    }

    private static Arguments bad(String what, String content, String... said) {
        return Arguments.of(what, (Consumer<Path>) routes -> gateway.write(FILE, content), List.of(said));
    }

    private static String steps(String step) {
        return "- route:\n    id: bad\n    from:\n      uri: ai-tool:bad\n      steps:\n        - " + step + "\n";
    }

    private static void restore() throws IOException {
        deleteAll(gateway.routes);
        FileSystemUtils.copyRecursively(Path.of("routes"), gateway.routes);
    }

    private static void link(Path file, Path target) {
        try {
            Files.createSymbolicLink(file, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteAll(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
