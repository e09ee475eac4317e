package io.mehari.servers;

import io.mehari.upstream.UpstreamSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The difference between two lists of servers.
 *
 * @param added servers that were not there before
 * @param changed new settings of servers that were there with others
 * @param removed names of servers that are not wanted any more
 * @param unchanged names of servers that nothing happens to
 */
public record ServerChanges(
        List<UpstreamSettings> added, List<UpstreamSettings> changed, List<String> removed, List<String> unchanged) {
    public ServerChanges {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        unchanged = List.copyOf(unchanged);
    }

    /**
     * Compares two lists of servers by name. Settings are the same if their fingerprints are and what the fingerprint
     * does not show, such as the content of a secret's file, is the same as well.
     *
     * @param present the servers there are
     * @param wanted the servers there are to be; names differ from each other
     * @return the difference, in the order of the lists
     */
    public static ServerChanges between(Collection<UpstreamSettings> present, Collection<UpstreamSettings> wanted) {
        Map<String, UpstreamSettings> left = new LinkedHashMap<>();
        present.forEach(server -> left.put(server.name(), server));
        List<UpstreamSettings> added = new ArrayList<>();
        List<UpstreamSettings> changed = new ArrayList<>();
        List<String> unchanged = new ArrayList<>();
        for (UpstreamSettings server : wanted) {
            UpstreamSettings before = left.remove(server.name());
            if (before == null) {
                added.add(server);
            } else if (before.equals(server)) {
                unchanged.add(server.name());
            } else {
                changed.add(server);
            }
        }
        return new ServerChanges(added, changed, List.copyOf(left.keySet()), unchanged);
    }

    /** All servers that something happens to. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(removed);
        added.forEach(server -> names.add(server.name()));
        changed.forEach(server -> names.add(server.name()));
        return names;
    }

    /** Whether there are other servers afterwards, and not only other settings. */
    boolean changesNames() {
        return !added.isEmpty() || !removed.isEmpty();
    }
}
