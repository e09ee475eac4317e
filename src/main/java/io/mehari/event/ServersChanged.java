package io.mehari.event;

import java.time.Instant;
import java.util.List;

/**
 * A changed list of servers holds. Told when routes and catalogue show it and the connections before have ended.
 *
 * @param added names of servers that came
 * @param changed names of servers with other settings
 * @param removed names of servers that went
 * @param kept names of servers whose new entries are wrong, so that they go on with the settings before
 * @param at when it was complete
 */
public record ServersChanged(
        List<String> added, List<String> changed, List<String> removed, List<String> kept, Instant at)
        implements ReloadEvent {
    public ServersChanged {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        kept = List.copyOf(kept);
    }
}
