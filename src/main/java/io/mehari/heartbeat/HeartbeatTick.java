package io.mehari.heartbeat;

import java.util.List;
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
    private boolean due = true;
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
     * Decides whether it is time for a look, by heartbeat_check_interval_seconds, and looks at the file if it is. Half a
     * second early is on time: the route's timer has an interval of its own.
     */
    void settings() {
        long since = nanoTime.getAsLong() - lastAt;
        due = !began || since >= file.settings().check().minusMillis(500).toNanos();
        if (due) {
            file.lookAgain();
        }
    }

    /** Asks servers where it is time. A gateway that stood still itself is patient with them. */
    void servers() {
        if (!due) {
            return;
        }
        long now = nanoTime.getAsLong();
        HeartbeatSettings settings = file.settings();
        long late = began ? now - lastAt - settings.check().toNanos() : 0;
        began = true;
        lastAt = now;
        servers.tick(settings, load.getAsDouble(), Math.max(0, late));
    }

    /** Looks after clients where it is time. */
    void clients() {
        if (due) {
            clients.tick(file.settings(), load.getAsDouble());
        }
    }

    /** Writes log lines where it is time. */
    void log() {
        if (due && log.isDue(file.settings())) {
            log.servers(report.servers());
            log.servers(report.owned(HeartbeatLog.MOST_CLIENTS));
            List<ClientSession> open = clients.open();
            log.clients(report.clients(open, HeartbeatLog.MOST_CLIENTS, 0), open.size());
        }
    }
}
