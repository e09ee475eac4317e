package io.mehari.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolRoutes;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.event.ReloadEvent;
import io.mehari.event.ServersChanged;
import io.mehari.event.ServersRefused;
import io.mehari.reload.live.LiveConfiguration;
import io.mehari.reload.live.RefusedChangeException;
import io.mehari.servers.ConfiguredServers;
import io.mehari.servers.ServerChanges;
import io.mehari.servers.ServerRegistry;
import io.mehari.support.Tools;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.UpstreamSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.FileSystemResource;
import org.springframework.mock.env.MockEnvironment;

/** A changed list of servers becomes a change of the servers, or nothing at all. */
class ServersReloadTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private final McpServersFile reader = McpServersFile.of(
                    Duration.ofMinutes(5), ServersSettings.of(new MockEnvironment()), Map.of())
            .withToolRoutes(CallSettings.DEFAULTS, limits -> {});
    private final List<ServerChanges> applied = new ArrayList<>();
    private final List<UpstreamSettings> running = new ArrayList<>();
    private final ToolRoutes toolRoutes = new ToolRoutes(CallSettings.DEFAULTS);
    private final ServerAliases aliases = new ServerAliases();
    private final ConfiguredServers configured = new ConfiguredServers();
    private final GatewayEvents events = new GatewayEvents();
    private final EventQueue<ReloadEvent> told = events.subscribe(ReloadEvent.class, 10);
    private final ReloadReports reports = new ReloadReports(events, Clock.fixed(NOW, ZoneOffset.UTC));
    private CompletableFuture<Void> change = CompletableFuture.completedFuture(null);
    private int refreshed;
    private Path path;
    private ServersReload reload;

    @BeforeEach
    void startWithTwo() throws Exception {
        path = directory.resolve("mcp-servers.json");
        write("'one': {'command': 'a'}, 'two': {'command': 'b'}");
        running.addAll(reader.read(new FileSystemResource(path)));
        ServerRegistry registry = new ServerRegistry() {
            @Override
            public List<UpstreamSettings> settings() {
                return List.copyOf(running);
            }

            @Override
            public CompletableFuture<Void> apply(ServerChanges changes) {
                applied.add(changes);
                return change;
            }
        };
        configured.withFile(running);
        reload = new ServersReload(
                new ServersFile(path, reader, false),
                registry,
                configured,
                toolRoutes,
                aliases,
                this::refresh,
                reports);
        assertThat(reload.look()).isEmpty();
    }

    private CompletableFuture<?> refresh() {
        refreshed++;
        return CompletableFuture.completedFuture(null);
    }

    @Test
    void whatCouldNotBeDoneForNowIsTriedAgain() throws Exception {
        AtomicLong nanos = new AtomicLong();
        NextTry next = new NextTry(nanos::get);
        reload.retriedBy(next);
        change = CompletableFuture.failedFuture(
                new IllegalStateException("Too many changes of the servers wait already"));
        write("'one': {'command': 'other'}, 'two': {'command': 'b'}");
        look();
        nanos.addAndGet(NextTry.FIRST.toNanos());
        assertThat(next.takeDue()).isTrue();
        change = CompletableFuture.completedFuture(null);
        look();
        assertThat(applied).hasSize(2);
        assertThat(applied.get(1)).isEqualTo(applied.get(0));
        assertThat(reports.serversProblem()).isEmpty();
    }

    @Test
    void onlyWhatDiffersChanges() throws Exception {
        write("'two': {'command': 'b'}, 'three': {'command': 'c'}, 'one': {'command': 'a', 'disabledTools': ['x']}");
        look();
        assertThat(applied).singleElement().satisfies(changes -> {
            assertThat(changes.added()).extracting(UpstreamSettings::name).containsExactly("three");
            assertThat(changes.changed()).extracting(UpstreamSettings::name).containsExactly("one");
            assertThat(changes.unchanged()).containsExactly("two");
            assertThat(changes.removed()).isEmpty();
        });
        assertThat(told.drain(9))
                .containsExactly(new ServersChanged(List.of("three"), List.of("one"), List.of(), List.of(), NOW));
        assertThat(refreshed).isZero();
    }

    @Test
    void theNextChangeIsComparedWithWhatWasAskedForAlthoughThatIsUnderWay() throws Exception {
        change = new CompletableFuture<>();
        write("'one': {'command': 'a', 'disabledTools': ['x']}, 'two': {'command': 'b'}");
        begin();
        write("'one': {'command': 'a', 'disabledTools': ['x']}");
        begin();
        assertThat(applied.get(1).removed()).containsExactly("two");
        assertThat(applied.get(1).changed()).isEmpty();
        assertThat(told.drain(9)).as("told when it is complete").isEmpty();
    }

    @Test
    void aWrongEntryIsToldAndTheRestChanges() throws Exception {
        write("'one': {'comand': 'a'}, 'three': {'command': 'c'}");
        look();
        assertThat(applied.get(0).unchanged()).containsExactly("one");
        assertThat(applied.get(0).removed()).containsExactly("two");
        assertThat(new ReloadHealth(reports, mock(LiveConfiguration.class)).check())
                .satisfies(condition -> {
                    assertThat(condition.healthy()).isFalse();
                    assertThat(condition.works()).isTrue();
                    assertThat(condition.detail()).contains("one goes on with the settings before", "comand");
                });
        write("'one': {'command': 'a'}, 'three': {'command': 'c'}");
        look();
        assertThat(new ReloadHealth(reports, mock(LiveConfiguration.class))
                        .check()
                        .healthy())
                .isTrue();
    }

    @Test
    void aChangeThatFailsIsToldAndComparedAnew() throws Exception {
        change = CompletableFuture.failedFuture(new IllegalStateException("no routes for three"));
        write("'three': {'command': 'c'}, 'camel': {'tools': {'current_time': {'timeout': {'attempt': '1s'}}}}");
        ToolRoutes.Limits before = toolRoutes.limits();
        look();
        assertThat(toolRoutes.limits()).isEqualTo(before);
        assertThat(reports.serversProblem())
                .hasValueSatisfying(said -> assertThat(said).contains("mcp-servers.json", "no routes for three"));
        assertThat(told.drain(9)).singleElement().isInstanceOf(ServersRefused.class);
        change = CompletableFuture.completedFuture(null);
        write("'one': {'command': 'a'}, 'three': {'command': 'c'}");
        look();
        assertThat(applied.get(1).added()).extracting(UpstreamSettings::name).containsExactly("three");
        assertThat(applied.get(1).removed()).containsExactly("two");
        assertThat(reports.serversProblem()).isEmpty();
    }

    @Test
    void limitsOfToolsThatAreRoutesHoldAtOnceAndServersStay() throws Exception {
        write("'one': {'command': 'a'}, 'two': {'command': 'b'},"
                + "'camel': {'tools': {'current_time': {'timeout': {'attempt': '7s'}}}}");
        look();
        assertThat(applied).isEmpty();
        assertThat(refreshed).isEqualTo(1);
        assertThat(toolRoutes.limits().callsOf("camel", "current_time").attempt())
                .hasSeconds(7);
    }

    @Test
    void namesOfTheFileAreKnown() throws Exception {
        write("'one': {'command': 'a'}, 'my files': {'command': 'c'}");
        look();
        assertThat(aliases.nameOf("my files"))
                .isEqualTo(applied.get(0).added().get(0).name());
    }

    /** Changes that are not held up are complete afterwards. */
    private void look() throws RefusedChangeException {
        assertThat(begin()).isCompleted();
    }

    private CompletableFuture<Void> begin() throws RefusedChangeException {
        return reload.apply(reload.look().orElseThrow());
    }

    private void write(String entries) throws Exception {
        Files.writeString(path, Tools.json("{'mcpServers': {" + entries + "}}").toString());
    }

    @Test
    @DisplayName(
            "A server that was added besides the file stays when the file changes, until the file has one of its name")
    void whatWasAddedBesidesTheFileStaysWhenTheFileChanges() throws Exception {
        UpstreamSettings extra = Tools.settings("extra");
        configured.add(() -> List.of(extra));
        assertThat(reload.merge()).isCompleted();
        assertThat(applied.get(0).added()).containsExactly(extra);
        assertThat(applied.get(0).removed()).isEmpty();

        write("'one': {'command': 'a'}");
        reload.apply(reload.look().orElseThrow());
        assertThat(applied.get(1).removed()).containsExactly("two");

        write("'one': {'command': 'a'}, 'extra': {'command': 'c'}");
        reload.apply(reload.look().orElseThrow());
        assertThat(applied.get(2).changed()).extracting(UpstreamSettings::name).containsExactly("extra");
        assertThat(applied.get(2).added()).isEmpty();

        write("'one': {'command': 'a'}");
        reload.apply(reload.look().orElseThrow());
        assertThat(applied.get(3).changed()).as("the one that was added again").containsExactly(extra);
    }

    @Test
    void whatCannotBeAddedChangesNothing() {
        configured.add(() -> List.of(Tools.settings("extra")));
        change = CompletableFuture.failedFuture(new IllegalStateException("no"));
        assertThat(reload.merge()).isCompletedExceptionally();
        change = CompletableFuture.completedFuture(null);
        configured.add(List::of);
        assertThat(reload.merge()).isCompleted();
        assertThat(applied).hasSize(1);
    }
}
