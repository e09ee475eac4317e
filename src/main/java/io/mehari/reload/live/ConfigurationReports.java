package io.mehari.reload.live;

import io.mehari.component.generation.FixedContext;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.configuration.ChangedKey;
import io.mehari.event.GatewayEvents;
import io.mehari.event.SettingsChanged;
import io.mehari.event.SettingsRefused;
import io.mehari.security.SecuritySettings.ApiKey;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what became of changed files of configuration: in the log, as events, to listeners and routes. Safe for concurrent use. */
public final class ConfigurationReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationReports.class);

    /** Keys that are named in one line or event; the others are counted. */
    private static final int MOST = 50;

    private final GatewayEvents events;
    private final Clock clock;
    private final ConfigurationCallbacks callbacks;

    ConfigurationReports(GatewayEvents events, Clock clock, ConfigurationCallbacks callbacks) {
        this.events = events;
        this.clock = clock;
        this.callbacks = callbacks;
    }

    /**
     * Reports of a gateway.
     *
     * @param events where they are published
     * @param clock of events
     * @param running has beans and a route that are told
     * @param fixed may have the route, too
     */
    public static ConfigurationReports of(
            GatewayEvents events, Clock clock, RunningGeneration running, FixedContext fixed) {
        return new ConfigurationReports(
                events, clock, new ConfigurationCallbacks(new ConfigurationHook(running, fixed)));
    }

    /**
     * A change holds.
     *
     * @param keys what differs, with secrets; nothing is told if there is none
     * @param waiting keys whose change takes effect with a restart, those of earlier changes too
     */
    public void taken(List<ChangedKey> keys, Collection<String> waiting) {
        if (keys.isEmpty()) {
            return;
        }
        List<String> paths = named(keys.stream().map(ChangedKey::path).toList());
        List<String> late = named(List.copyOf(waiting));
        LOG.info("The configuration has changed: {}", String.join(", ", paths));
        if (!late.isEmpty()) {
            LOG.warn("That takes effect with a restart: {}", String.join(", ", late));
        }
        events.publish(new SettingsChanged(paths, late, clock.instant()));
        callbacks.tell(keys);
    }

    /**
     * Other keys of the file of keys hold.
     *
     * @param before those that held
     * @param after those that hold now
     */
    public void keysTaken(List<ApiKey> before, List<ApiKey> after) {
        taken(ChangedApiKeys.between(before, after), List.of());
    }

    private static List<String> named(List<String> paths) {
        return paths.size() <= MOST
                ? paths
                : Stream.concat(paths.stream().limit(MOST), Stream.of((paths.size() - MOST) + " more"))
                        .toList();
    }

    /**
     * A change is not used.
     *
     * @param reason files, places and reasons, without secrets
     */
    public void refused(String reason) {
        LOG.error("The change of the configuration was rejected, what was before continues to hold: {}", reason);
        events.publish(new SettingsRefused(reason, clock.instant()));
    }

    /** Ends the thread on which listeners are told. */
    @Override
    public void close() {
        callbacks.close();
    }
}
