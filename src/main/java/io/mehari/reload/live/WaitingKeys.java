package io.mehari.reload.live;

import io.mehari.configuration.ChangedKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keys whose values are others than at the start, and take effect with the next one. Safe for concurrent use. */
final class WaitingKeys {
    /** What holds since the start, by path; no value where the key was not there. */
    private volatile Map<String, Optional<String>> atStart = Map.of();

    /**
     * Adds keys. One that has the value of the start again does not wait any more.
     *
     * @return lets those wait again that did before
     */
    Runnable add(List<ChangedKey> keys) {
        Map<String, Optional<String>> before = atStart;
        Map<String, Optional<String>> all = new TreeMap<>(before);
        for (ChangedKey key : keys) {
            Optional<String> first = all.computeIfAbsent(key.path(), path -> Optional.ofNullable(key.before()));
            if (Objects.equals(first.orElse(null), key.after())) {
                all.remove(key.path());
            }
        }
        atStart = Map.copyOf(all);
        return () -> atStart = before;
    }

    /** Their paths, sorted. */
    Set<String> paths() {
        return new TreeSet<>(atStart.keySet());
    }
}
