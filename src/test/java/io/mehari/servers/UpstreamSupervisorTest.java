package io.mehari.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.offer.OfferCatalog;
import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.launch.StartSummary;
import io.mehari.routes.InvalidRoutesException;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UpstreamSupervisorTest {
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final Duration PERIOD = Duration.ofMillis(100);

    private final Upstreams upstreams = new Upstreams();
    private final List<String> ready = new ArrayList<>();
    private final ToolCatalog catalog = new ToolCatalog();
    private final ManualTimer timer = new ManualTimer();
    private final List<FakeUpstream> created = new ArrayList<>();
    private final List<List<String>> routes = new ArrayList<>();
    private CompletableFuture<?> routing = CompletableFuture.completedFuture(null);
    private final UpstreamSupervisor supervisor = new UpstreamSupervisor(
            upstreams,
            catalog,
            new OfferCatalog(),
            (settings, listener) -> create(settings),
            new ConnectQueue(1, Duration.ofSeconds(20), new ManualTimer()),
            new ConnectionDrain(DRAIN, timer),
            new UpstreamLog(Clock.systemUTC()),
            new StartSummary(catalog, new ManualTimer(), line -> {}),
            ready::add,
            this::route);

    private Upstream create(UpstreamSettings settings) {
        if ("unusable".equals(settings.fingerprint())) {
            throw new InvalidConfigurationException("Server " + settings.name(), List.of("no such certificate"));
        }
        FakeUpstream upstream = new FakeUpstream(settings).state(UpstreamState.NEW, null);
        created.add(upstream);
        return upstream;
    }

    private CompletableFuture<?> route() {
        routes.add(upstreams.all().stream().map(Upstream::name).toList());
        return routing;
    }

    private void start(List<UpstreamSettings> settings) {
        assertThat(supervisor.apply(ServerChanges.between(List.of(), settings))).isCompleted();
    }

    /** Changes the servers to these. */
    private CompletableFuture<Void> change(UpstreamSettings... wanted) {
        return supervisor.apply(ServerChanges.between(supervisor.settings(), List.of(wanted)));
    }

    /** The upstream created last. */
    private FakeUpstream latest() {
        return created.get(created.size() - 1);
    }

    private void ready(FakeUpstream upstream, String... tools) {
        upstream.tools(Stream.of(tools).map(Tools::definition).toArray(ObjectNode[]::new));
        supervisor.stateChanged(upstream.state(UpstreamState.JOINING, null), UpstreamState.JOINING);
        supervisor.offerChanged(upstream, Offer.Kind.TOOLS);
        supervisor.stateChanged(upstream.state(UpstreamState.READY, null), UpstreamState.READY);
    }

    private List<String> tools(String server) {
        return catalog.tools(server).stream().map(Tool::name).toList();
    }

    @Test
    void announcesServersBeforeTheyHaveJoined() {
        start(List.of(Tools.settings("files"), Tools.settings("mail")));
        assertThat(catalog.servers()).containsExactly("files", "mail");
        assertThat(catalog.tools()).isEmpty();
    }

    @Test
    void startsTheNextServerWhenOneIsReadyOrWaits() {
        start(List.of(Tools.settings("a"), Tools.settings("b"), Tools.settings("c")));
        assertThat(started("a", "b", "c")).containsExactly("a");
        supervisor.stateChanged(upstream("a"), UpstreamState.JOINING);
        assertThat(started("a", "b", "c")).containsExactly("a");
        supervisor.stateChanged(upstream("a"), UpstreamState.READY);
        assertThat(started("a", "b", "c")).containsExactly("a", "b");
        supervisor.stateChanged(upstream("b"), UpstreamState.WAITING);
        assertThat(started("a", "b", "c")).containsExactly("a", "b", "c");
    }

    private List<String> started(String... names) {
        return Stream.of(names).filter(name -> upstream(name).starts.get() == 1).toList();
    }

    @Test
    void listsToolsAsTheyChange() {
        start(List.of(Tools.settings("files")));
        FakeUpstream files = upstream("files").tools(Tools.definition("read"));
        supervisor.offerChanged(files, Offer.Kind.TOOLS);
        assertThat(catalog.tools("files")).extracting(Tool::name).containsExactly("read");
        supervisor.offerChanged(files.tools(Tools.definition("write")), Offer.Kind.TOOLS);
        assertThat(catalog.tools("files")).extracting(Tool::name).containsExactly("write");
    }

    @Test
    void toolsStayWhileTheirServerRestarts() {
        start(List.of(Tools.settings("files")));
        FakeUpstream files = upstream("files").tools(Tools.definition("read"));
        supervisor.offerChanged(files, Offer.Kind.TOOLS);
        supervisor.stateChanged(files.state(UpstreamState.WAITING, "exited"), UpstreamState.WAITING);
        assertThat(catalog.tools("files")).hasSize(1);
    }

    @Test
    void tellsEachTimeThatAServerIsReady() {
        start(List.of(Tools.settings("files"), Tools.settings("mail")));
        supervisor.stateChanged(upstream("files"), UpstreamState.JOINING);
        assertThat(ready).isEmpty();
        supervisor.stateChanged(upstream("files"), UpstreamState.READY);
        supervisor.stateChanged(upstream("files"), UpstreamState.WAITING);
        supervisor.stateChanged(upstream("files"), UpstreamState.READY);
        assertThat(ready).containsExactly("files", "files");
    }

    @Test
    void stopsAllOfThemAtTheEnd() {
        start(List.of(Tools.settings("files"), Tools.settings("mail")));
        supervisor.close();
        assertThat(upstream("files").isStopped()).isTrue();
        assertThat(upstream("mail").isStopped()).isTrue();
    }

    @Test
    void addedServersHaveRoutesBeforeTheyStart() {
        start(List.of(Tools.settings("files")));
        ready(upstream("files"), "read");
        CompletableFuture<Void> built = new CompletableFuture<>();
        routing = built;
        CompletableFuture<Void> change = change(Tools.settings("files"), Tools.settings("mail"));
        assertThat(routes).last().isEqualTo(List.of("files", "mail"));
        assertThat(catalog.hasServer("mail")).isFalse();
        assertThat(upstream("mail").starts).hasValue(0);
        built.complete(null);
        assertThat(change).isCompleted();
        assertThat(catalog.hasServer("mail")).isTrue();
        assertThat(upstream("mail").starts).hasValue(1);
        assertThat(supervisor.settings()).extracting(UpstreamSettings::name).containsExactly("files", "mail");
    }

    @Test
    void aRemovedServerTakesNoCallAndIsStoppedWhenItsCallsHaveEnded() {
        start(List.of(Tools.settings("files"), Tools.settings("mail")));
        FakeUpstream files = upstream("files");
        ready(files, "read");
        files.inFlight(1);
        CompletableFuture<Void> change = change(Tools.settings("mail"));
        assertThat(catalog.hasServer("files")).isFalse();
        assertThat(upstreams.find("files")).isEmpty();
        assertThat(routes).last().isEqualTo(List.of("mail"));
        timer.advance(Duration.ofSeconds(5));
        assertThat(files.isStopped()).isFalse();
        assertThat(change).isNotDone();
        files.inFlight(0);
        timer.advance(PERIOD);
        assertThat(files.isStopped()).isTrue();
        assertThat(change).isCompleted();
    }

    @Test
    void callsOfARemovedServerAreCutOffAfterTheDrainLimit() {
        start(List.of(Tools.settings("files")));
        FakeUpstream files = upstream("files").inFlight(1);
        CompletableFuture<Void> change = change();
        timer.advance(DRAIN.minusMillis(1));
        assertThat(files.isStopped()).isFalse();
        timer.advance(PERIOD);
        assertThat(files.isStopped()).isTrue();
        assertThat(change).isCompleted();
    }

    @Test
    void whatARemovedServerStillReportsIsIgnored() {
        start(List.of(Tools.settings("files")));
        FakeUpstream files = upstream("files").inFlight(1);
        change();
        ready(files, "read");
        assertThat(catalog.hasServer("files")).isFalse();
        assertThat(ready).isEmpty();
    }

    @Test
    void aChangedServerBehindAUrlServesUntilTheNewConnectionIsReady() {
        start(List.of(Tools.remote("web", "one")));
        FakeUpstream old = upstream("web");
        ready(old, "read");
        CompletableFuture<Void> change = change(Tools.remote("web", "two"));
        FakeUpstream next = latest();
        assertThat(next.starts).hasValue(1);
        assertThat(upstreams.find("web")).containsSame(old);
        ready(next, "read", "write");
        assertThat(upstreams.find("web")).containsSame(next);
        assertThat(tools("web")).containsExactly("read", "write");
        assertThat(catalog.find("web", "read").orElseThrow().fingerprint()).isEqualTo("two");
        assertThat(old.isStopped()).isFalse();
        timer.advance(PERIOD);
        assertThat(old.isStopped()).isTrue();
        assertThat(next.isStopped()).isFalse();
        assertThat(change).isCompleted();
        assertThat(routes).hasSize(1);
    }

    @Test
    void aNewConnectionThatFailsTakesOverAllTheSame() {
        start(List.of(Tools.remote("web", "one")));
        FakeUpstream old = upstream("web");
        ready(old, "read");
        CompletableFuture<Void> change = change(Tools.remote("web", "two"));
        FakeUpstream next = latest();
        supervisor.stateChanged(next.state(UpstreamState.WAITING, "refused"), UpstreamState.WAITING);
        assertThat(upstreams.find("web")).containsSame(next);
        assertThat(tools("web")).containsExactly("read");
        timer.advance(PERIOD);
        assertThat(old.isStopped()).isTrue();
        assertThat(change).isCompleted();
        ready(next, "write");
        assertThat(tools("web")).containsExactly("write");
    }

    @Test
    void aProcessEndsBeforeTheOneWithNewSettingsStarts() {
        start(List.of(Tools.settings("files", "one")));
        FakeUpstream old = upstream("files");
        ready(old, "read", "delete");
        old.inFlight(1);
        CompletableFuture<Void> change = change(Tools.settings("files", "two", "delete"));
        FakeUpstream next = latest();
        assertThat(upstreams.find("files")).containsSame(next);
        assertThat(tools("files")).containsExactly("read");
        timer.advance(Duration.ofSeconds(1));
        assertThat(next.starts).hasValue(0);
        old.inFlight(0);
        timer.advance(PERIOD);
        assertThat(old.isStopped()).isTrue();
        assertThat(next.starts).hasValue(1);
        assertThat(change).isCompleted();
        ready(next, "read", "delete", "list");
        assertThat(tools("files")).containsExactly("read", "list");
    }

    @Test
    void toolsStayWhileAServerChangesAgainBeforeItIsReady() {
        start(List.of(Tools.settings("files", "one")));
        ready(upstream("files"), "read");
        change(Tools.settings("files", "two"));
        timer.advance(PERIOD);
        CompletableFuture<Void> change = change(Tools.settings("files", "three"));
        timer.advance(PERIOD);
        assertThat(change).isCompleted();
        assertThat(tools("files")).containsExactly("read");
        ready(latest(), "list");
        assertThat(tools("files")).containsExactly("list");
    }

    @Test
    void aServerThatComesBackWithoutToolsLosesThoseItInherited() {
        start(List.of(Tools.settings("files", "one")));
        ready(upstream("files"), "read");
        change(Tools.settings("files", "two"));
        assertThat(tools("files")).containsExactly("read");
        FakeUpstream next = latest().state(UpstreamState.READY, null);
        supervisor.stateChanged(next, UpstreamState.READY);
        assertThat(tools("files")).isEmpty();
    }

    @Test
    void withoutRoutesEverythingStaysAsItWas() {
        start(List.of(Tools.settings("files"), Tools.remote("web", "one")));
        FakeUpstream files = upstream("files");
        ready(files, "read");
        routing = CompletableFuture.failedFuture(new InvalidRoutesException("that is a tool's name", null));
        CompletableFuture<Void> change = change(Tools.settings("mail"), Tools.remote("web", "two"));
        assertThat(change).isCompletedExceptionally();
        assertThatThrownBy(change::join).hasCauseInstanceOf(InvalidRoutesException.class);
        assertThat(upstreams.all()).extracting(Upstream::name).containsExactly("files", "web");
        assertThat(upstreams.find("files")).containsSame(files);
        assertThat(tools("files")).containsExactly("read");
        assertThat(files.isStopped()).isFalse();
        assertThat(created.subList(2, 4)).allMatch(FakeUpstream::isStopped);
        routing = CompletableFuture.completedFuture(null);
        assertThat(change(Tools.settings("files"), Tools.remote("web", "one"), Tools.settings("mail")))
                .isCompleted();
    }

    @Test
    void settingsThatCannotBeUsedChangeNothing() {
        start(List.of(Tools.settings("files")));
        CompletableFuture<Void> change = change(Tools.settings("mail"), Tools.settings("web", "unusable"));
        assertThatThrownBy(change::join).hasCauseInstanceOf(InvalidConfigurationException.class);
        assertThat(supervisor.settings()).extracting(UpstreamSettings::name).containsExactly("files");
        assertThat(latest().isStopped()).isTrue();
        assertThat(upstream("files").isStopped()).isFalse();
    }

    @Test
    void aDifferenceFromOtherServersIsRefused() {
        start(List.of(Tools.settings("files")));
        assertThatThrownBy(() -> supervisor
                        .apply(ServerChanges.between(List.of(), List.of(Tools.settings("files"))))
                        .join())
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("There is a server named files already");
        assertThatThrownBy(() -> supervisor
                        .apply(ServerChanges.between(List.of(Tools.settings("mail")), List.of()))
                        .join())
                .hasMessageContaining("There is no server named mail");
    }

    @Test
    void oneChangeWaitsForTheOther() {
        start(List.of(Tools.settings("files")));
        upstream("files").inFlight(1);
        CompletableFuture<Void> first = change();
        CompletableFuture<Void> second =
                supervisor.apply(ServerChanges.between(List.of(), List.of(Tools.settings("files", "two"))));
        assertThat(upstreams.all()).isEmpty();
        timer.advance(DRAIN);
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(upstream("files").settings().fingerprint()).isEqualTo("two");
    }

    @Test
    @DisplayName("S0.7: a change of servers does not wait for calls of another server")
    void aChangeDoesNotWaitForTheConnectionsOfOtherServers() {
        start(List.of(Tools.settings("slow", "one"), Tools.settings("files")));
        upstream("slow").inFlight(1);
        CompletableFuture<Void> first = change(Tools.settings("slow", "two"), Tools.settings("files"));
        CompletableFuture<Void> second = change(Tools.settings("slow", "two"), Tools.settings("mail"));
        assertThat(upstreams.all()).extracting(Upstream::name).containsExactly("mail", "slow");
        timer.advance(PERIOD);
        assertThat(second).isCompleted();
        assertThat(first).isNotDone();
        timer.advance(DRAIN);
        assertThat(first).isCompleted();
    }

    @Test
    void aChangeWaitsUntilTheRoutesShowTheOneBefore() {
        start(List.of(Tools.settings("files")));
        CompletableFuture<Object> routed = new CompletableFuture<>();
        routing = routed;
        change(Tools.settings("files"), Tools.settings("mail"));
        routing = CompletableFuture.completedFuture(null);
        CompletableFuture<Void> second =
                supervisor.apply(new ServerChanges(List.of(Tools.settings("web")), List.of(), List.of(), List.of()));
        assertThat(second).isNotDone();
        assertThat(upstreams.find("web")).isEmpty();
        routed.complete(null);
        assertThat(second).isCompleted();
        assertThat(routes.get(routes.size() - 1)).containsExactly("files", "mail", "web");
    }

    @Test
    void aChangeThatFailedHoldsUpNoOther() {
        start(List.of(Tools.settings("files")));
        routing = CompletableFuture.failedFuture(new InvalidRoutesException("that is a tool's name", null));
        assertThat(change(Tools.settings("files"), Tools.settings("mail"))).isCompletedExceptionally();
        routing = CompletableFuture.completedFuture(null);
        assertThat(change(Tools.settings("files"), Tools.settings("mail"))).isCompleted();
    }

    @Test
    void doesNotLetChangesWaitWithoutBound() {
        start(List.of(Tools.settings("files")));
        upstream("files").inFlight(1);
        change();
        ServerChanges nothing = ServerChanges.between(List.of(), List.of());
        ServerChanges same = new ServerChanges(List.of(), List.of(), List.of("files"), List.of());
        for (int i = 1; i < 16; i++) {
            assertThat(supervisor.apply(same)).isNotDone();
        }
        assertThat(supervisor.apply(nothing)).isCompletedExceptionally();
        timer.advance(DRAIN);
        assertThat(supervisor.apply(nothing)).isCompleted();
    }

    @Test
    void stopsConnectionsThatDrainOrWaitToServeAtTheEnd() {
        start(List.of(Tools.remote("web", "one"), Tools.settings("files")));
        FakeUpstream files = upstream("files").inFlight(1);
        FakeUpstream old = upstream("web");
        change(Tools.remote("web", "two"));
        FakeUpstream next = latest();
        supervisor.close();
        assertThat(List.of(files, old, next)).allMatch(FakeUpstream::isStopped);
        assertThat(supervisor.apply(ServerChanges.between(List.of(), List.of())))
                .isCompletedExceptionally();
    }

    private FakeUpstream upstream(String name) {
        return (FakeUpstream) upstreams.find(name).orElseThrow();
    }

    @Test
    @DisplayName("S0.7: a server is stopped and started while it stays configured")
    void aServerThatIsStoppedIsListedWithItsToolsAndConnectsAgainWhenItIsStarted() {
        start(List.of(Tools.settings("files")));
        ready(latest(), "read");
        CompletableFuture<Void> stopped = supervisor.stop("files", "ops has stopped it", Instant.EPOCH);
        assertThat(upstreams.find("files").orElseThrow().state()).isEqualTo(UpstreamState.STOPPED);
        assertThat(upstreams.find("files").orElseThrow().status().lastError()).contains("ops has stopped it");
        assertThat(tools("files")).containsExactly("read");
        timer.advance(PERIOD);
        assertThat(stopped).isCompleted();
        assertThat(created.get(0).isStopped()).isTrue();
        assertThat(supervisor.isStopped("files")).isTrue();

        assertThat(change(Tools.settings("files", Tools.limits().retry(0).build(), "read", CallSettings.DEFAULTS)))
                .isNotCompletedExceptionally();
        timer.advance(PERIOD);
        assertThat(created).as("stays stopped with other settings").hasSize(1);

        supervisor.start("files");
        timer.advance(PERIOD);
        assertThat(created).hasSize(2);
        assertThat(upstreams.find("files")).containsSame(latest());
        ready(latest(), "write");
        assertThat(tools("files")).containsExactly("write");
        assertThat(supervisor.isStopped("files")).isFalse();
    }

    @Test
    void aServerThatIsNotThereIsNotStopped() {
        assertThat(supervisor.stop("none", "ops has stopped it", Instant.EPOCH)).isCompletedExceptionally();
        assertThat(supervisor.isStopped("none")).isFalse();
    }
}
