package io.mehari.heartbeat;

import io.mehari.alert.Alerts;
import io.mehari.event.AlertSeverity;
import io.mehari.event.ServerHealthChanged;
import io.mehari.upstream.HealthState;
import io.mehari.upstream.ServerHealth;
import io.mehari.upstream.Upstream;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of servers that answer better or worse than before, and of those that crash in a loop. Not for concurrent use. */
final class HealthChanges {
    private static final Logger LOG = LoggerFactory.getLogger(HealthChanges.class);

    private final Alerts alerts;
    private final Consumer<ServerHealthChanged> events;
    private final CrashLoops loops;
    private final Clock clock;
    private final Map<String, HealthState> told = new HashMap<>();

    HealthChanges(Alerts alerts, Consumer<ServerHealthChanged> events, CrashLoops loops, Clock clock) {
        this.alerts = alerts;
        this.events = events;
        this.loops = loops;
        this.clock = clock;
    }

    /**
     * Takes how a server is now.
     *
     * @param losses how often its connections were lost since the last look
     */
    void look(Upstream upstream, ServerHealth health, long losses, HeartbeatSettings.CrashLoop settings) {
        String server = upstream.name();
        boolean everGood =
                health.state() != HealthState.OFFLINE || health.lastGood().isPresent();
        HealthState before = everGood ? told.put(server, health.state()) : null;
        if (before != null && before != health.state()) {
            changed(server, before, health);
        }
        switch (loops.look(server, losses, settings)) {
            case BEGAN, GOES_ON -> raise(server, health, settings);
            case ENDED -> alerts.clear(key(server));
            case NOTHING -> {
                // As it should be.
            }
        }
    }

    private void changed(String server, HealthState before, ServerHealth health) {
        if (health.state().compareTo(before) > 0) {
            LOG.warn(
                    "Upstream {} is {} now: {}",
                    server,
                    word(health.state()),
                    health.reason().orElse(""));
        } else {
            LOG.info("Upstream {} is {} again, and was {}", server, word(health.state()), word(before));
        }
        events.accept(
                new ServerHealthChanged(server, word(before), word(health.state()), health.reason(), clock.instant()));
    }

    private static String word(HealthState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private void raise(String server, ServerHealth health, HeartbeatSettings.CrashLoop settings) {
        alerts.raise(
                key(server),
                AlertSeverity.CRITICAL,
                "The connection to server " + server + " was lost, or could not be made, " + loops.losses(server)
                        + " times within " + settings.window().toSeconds() + " s"
                        + health.reason().map(reason -> "; it " + reason).orElse(""),
                "Read last_error in GET /api/v1/servers and the server's stderr in the log; the gateway goes on trying,"
                        + " with pauses that grow");
    }

    private static String key(String server) {
        return "crash-loop:" + server;
    }

    /** Servers that are configured no more are forgotten. */
    void retain(Collection<String> servers) {
        told.keySet().retainAll(servers);
        for (String server : loops.servers()) {
            if (!servers.contains(server)) {
                loops.forget(server);
                alerts.clear(key(server));
            }
        }
    }
}
