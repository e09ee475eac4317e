package io.mehari.heartbeat;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What a look at all heartbeats consists of; each part is a step of the route {@code heartbeat-check}. Not for
 * concurrent use.
 */
final class HeartbeatTick {
    private final HeartbeatFile file;
    private final ServerHeartbeats servers;
    private final SessionHeartbeats clients;
    private final HeartbeatReport report;
    private final HeartbeatLog log;
    private final DoubleSupplier load;
    private final LongSupplier nanoTime;
    private boolean began;
    private long lastAt;

    HeartbeatTick(
            HeartbeatFile file,
            ServerHeartbeats servers,
            SessionHeartbeats clients,
            HeartbeatReport report,
            DoubleSupplier load,
            LongSupplier nanoTime) {
        this.file = file;
        this.servers = servers;
        this.clients = clients;
        this.report = report;
        this.log = new HeartbeatLog(nanoTime);
        this.load = load;
        this.nanoTime = nanoTime;
    }

    /**
     * Whether it is time for a look, which heartbeat_check_interval_seconds decides. Half a second early is on time: the
     * route's timer has an interval of its own.
     */
    boolean isDue() {
        long since = nanoTime.getAsLong() - lastAt;
        return !began || since >= file.settings().check().minusMillis(500).toNanos();
    }

    /** Asks servers where it is time. A gateway that stood still itself is patient with them. */
    void servers() {
        long now = nanoTime.getAsLong();
        HeartbeatSettings settings = file.settings();
        long late = began ? now - lastAt - 2 * settings.check().toNanos() : 0;
        began = true;
        lastAt = now;
        servers.tick(settings, load.getAsDouble(), Math.max(0, late));
    }

    /** Looks after clients where it is time. */
    void clients() {
        clients.tick(file.settings(), load.getAsDouble());
    }

    /** Writes log lines where it is time. */
    void log() {
        if (log.isDue(file.settings())) {
            log.servers(report.servers());
            log.clients(report.clients(clients.open(), Integer.MAX_VALUE, 0));
        }
    }
}
