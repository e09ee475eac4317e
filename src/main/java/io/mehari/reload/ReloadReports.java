package io.mehari.reload;

import io.mehari.component.generation.Generation;
import io.mehari.event.FixedRoutesChanged;
import io.mehari.event.GatewayEvents;
import io.mehari.event.RoutesChanged;
import io.mehari.event.RoutesRefused;
import io.mehari.event.ServersChanged;
import io.mehari.event.ServersRefused;
import io.mehari.routes.ReloadListener;
import io.mehari.servers.ServerChanges;
import io.mehari.upstream.UpstreamSettings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what became of changed files: in the log, as events, and to those who ask. Safe for concurrent use. */
final class ReloadReports implements ReloadListener {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadReports.class);

    private final GatewayEvents events;
    private final Clock clock;
    private volatile String serversProblem;
    private volatile Map<String, String> kept = Map.of();

    ReloadReports(GatewayEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void served(Generation generation) {
        events.publish(new RoutesChanged(
                generation.number(),
                generation.fingerprint(),
                generation.context().getRoutesSize(),
                clock.instant()));
    }

    @Override
    public void fixedServed(int number, String fingerprint, int routes) {
        events.publish(new FixedRoutesChanged(number, fingerprint, routes, clock.instant()));
    }

    @Override
    public void refused(String reason) {
        events.publish(new RoutesRefused(reason, clock.instant()));
    }

    /** A file of servers is not used. */
    void serversRefused(String reason) {
        serversProblem = reason;
        LOG.error("The change of the servers was rejected, the previous ones continue: {}", reason);
        events.publish(new ServersRefused(reason, clock.instant()));
    }

    /** A file of servers is used from now on. */
    void serversTaken(WantedServers wanted) {
        serversProblem = null;
        kept = new TreeMap<>(wanted.kept());
        kept.forEach((server, reason) ->
                LOG.error("{} goes on with the settings before, its new entry is wrong: {}", server, reason));
    }

    /** All that a file of servers asks for is done. */
    void serversChanged(ServerChanges changes) {
        List<String> added = names(changes.added());
        List<String> changed = names(changes.changed());
        LOG.info("The servers have changed: added {}, changed {}, removed {}", added, changed, changes.removed());
        events.publish(
                new ServersChanged(added, changed, changes.removed(), List.copyOf(kept.keySet()), clock.instant()));
    }

    /** Why the file of servers, as it is now, is not used. */
    Optional<String> serversProblem() {
        return Optional.ofNullable(serversProblem);
    }

    /** Reasons by the names of servers that go on with the settings before. */
    Map<String, String> kept() {
        return kept;
    }

    private static List<String> names(List<UpstreamSettings> servers) {
        return servers.stream().map(UpstreamSettings::name).toList();
    }
}
