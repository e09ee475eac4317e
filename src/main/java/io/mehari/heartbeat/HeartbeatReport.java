package io.mehari.heartbeat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** What is told of heartbeats, to whoever asks. Safe for concurrent use; asks neither servers nor clients. */
public final class HeartbeatReport {
    private final HeartbeatFile file;
    private final ServerHeartbeats servers;
    private final SessionHeartbeats clients;
    private final DoubleSupplier load;
    private final Clock clock;
    private final LongSupplier nanoTime;

    HeartbeatReport(
            HeartbeatFile file,
            ServerHeartbeats servers,
            SessionHeartbeats clients,
            DoubleSupplier load,
            Clock clock,
            LongSupplier nanoTime) {
        this.file = file;
        this.servers = servers;
        this.clients = clients;
        this.load = load;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * The answer to {@code GET /debug/heartbeat}.
     *
     * @param limit most clients in it, and most of their own connections to servers, from 0; those in trouble come first,
     *     then the oldest
     * @param offset clients left out before the first
     * @return a new tree
     */
    public ObjectNode json(int limit, int offset) {
        HeartbeatSettings settings = file.settings();
        List<ClientSession> open = clients.open();
        ObjectNode report = Json.object()
                .put("heartbeat_enabled", settings.enabled())
                .put("timestamp", clock.instant().toString());
        ObjectNode overall = overall(open, settings);
        report.set("overall_metrics", overall);
        report.set("config", config(settings));
        file.problem().ifPresent(problem -> report.put("config_problem", problem));
        report.put("system_load", Math.round(load.getAsDouble() * 100) / 100.0);
        ArrayNode ofServers = report.putArray("servers");
        servers().forEach(told -> ofServers.add(tree(told)));
        ArrayNode own = report.putArray("client_connections");
        owned(limit).forEach(told -> own.add(tree(told)));
        ArrayNode ofClients = report.putArray("sessions");
        clients(open, limit, offset).forEach(told -> ofClients.add(tree(told)));
        return report.put("limit", limit).put("offset", offset);
    }

    private ObjectNode overall(List<ClientSession> open, HeartbeatSettings settings) {
        Overall sum = new Overall();
        List<Pulse> ofServers = servers.all();
        ofServers.forEach(pulse -> pulse.read(beats -> sum.add(beats, pulse.isTroubled(settings))));
        open.forEach(session -> {
            SessionPulse pulse = clients.pulse(session);
            pulse.read(beats -> sum.add(beats, isTroubled(session, settings)));
        });
        Map<Pulse, String> own = servers.owned().all();
        own.keySet().forEach(pulse -> pulse.read(beats -> sum.add(beats, pulse.isTroubled(settings))));
        return sum.json()
                .put("server_connections", ofServers.size())
                .put("client_connections", own.size())
                .put("client_sessions", open.size());
    }

    /** The first three have the names they always had, the others those of the file. */
    private static ObjectNode config(HeartbeatSettings settings) {
        return Json.object()
                .put("heartbeat_interval", settings.interval().toSeconds())
                .put("adaptive_enabled", settings.adaptive().enabled())
                .put("performance_monitoring", settings.performance().enabled())
                .put("heartbeat_check_interval_seconds", settings.check().toSeconds())
                .put("heartbeat_log_interval_seconds", settings.log().toSeconds())
                .put("heartbeat_timeout_seconds", settings.timeout().toSeconds())
                .put("heartbeat_misses", settings.misses())
                .put("session_timeout_seconds", settings.sessionTimeout().toSeconds())
                .put("cleanup_interval_seconds", settings.cleanup().toSeconds())
                .put("response_time_threshold_ms", settings.performance().responseMillis())
                .put("error_rate_threshold_percent", settings.performance().errorPercent())
                .put("min_interval_seconds", settings.adaptive().min().toSeconds())
                .put("max_interval_seconds", settings.adaptive().max().toSeconds())
                .put("crash_loop_restarts", settings.crashLoop().restarts())
                .put("crash_loop_window_seconds", settings.crashLoop().window().toSeconds());
    }

    private static ObjectNode tree(HeartbeatRecord told) {
        return Json.MAPPER.valueToTree(told.fields());
    }

    /** One record for each connection to a server. */
    List<HeartbeatRecord> servers() {
        return servers.all().stream()
                .map(pulse -> HeartbeatRecord.of(pulse, clock))
                .toList();
    }

    /** One record for each connection to a server that belongs to one client; those in trouble come first. */
    List<HeartbeatRecord> owned(int limit) {
        HeartbeatSettings settings = file.settings();
        return servers.owned().all().entrySet().stream()
                .sorted(Comparator.comparing(own -> !own.getKey().isTroubled(settings)))
                .limit(limit)
                .map(own -> HeartbeatRecord.of(own.getKey(), clock).ownedBy(own.getValue()))
                .toList();
    }

    /** One record for each client of a part of the list. */
    List<HeartbeatRecord> clients(List<ClientSession> open, int limit, int offset) {
        HeartbeatSettings settings = file.settings();
        double busy = load.getAsDouble();
        long now = nanoTime.getAsLong();
        Comparator<ClientSession> order = Comparator.comparing(
                        (ClientSession session) -> !isTroubled(session, settings))
                .thenComparingLong(session -> session.about().openedAt() - now);
        Stream<ClientSession> part = open.stream().sorted(order).skip(offset).limit(limit);
        return part.map(session -> HeartbeatRecord.of(session, clients.pulse(session), settings, busy, clock, now))
                .toList();
    }

    private boolean isTroubled(ClientSession session, HeartbeatSettings settings) {
        return clients.pulse(session).state(session, settings, nanoTime.getAsLong()) == SessionPulse.State.UNRESPONSIVE;
    }
}
