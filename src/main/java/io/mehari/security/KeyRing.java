package io.mehari.security;

import io.mehari.security.SecuritySettings.ApiKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that hold at the moment: those of the settings, and those of the file of keys, which may change while the
 * gateway runs. Safe for concurrent use; a look at it is one read.
 */
public final class KeyRing {
    private final List<ApiKey> configured;
    private final boolean open;
    private volatile ApiKeys keys;

    /**
     * The keys of the settings. Those of the file come by {@link #take}.
     *
     * @param settings keys, and whether there is a file of keys
     */
    public KeyRing(SecuritySettings settings) {
        this.configured = settings.keys();
        this.open = configured.isEmpty() && settings.keysFile() == null;
        this.keys = new ApiKeys(configured);
    }

    /**
     * Whether nothing was ever said about keys. A file that lists no key, or whose keys have gone, opens nothing.
     *
     * @return the same as long as the gateway runs
     */
    boolean isOpen() {
        return open;
    }

    /**
     * The entry of a key.
     *
     * @param presented as {@link ApiKeys#find} takes it
     * @return empty if it is unknown; it may have expired
     */
    Optional<ApiKey> find(String presented) {
        return keys.find(presented);
    }

    /**
     * Replaces the keys of the file. Who has been let in already goes on.
     *
     * @param ofFile all that are in the file
     * @throws IllegalArgumentException if they do not fit together, or not to those of the settings: nothing is changed
     */
    void take(List<ApiKey> ofFile) {
        List<ApiKey> all = new ArrayList<>(configured);
        all.addAll(ofFile);
        KeyClash.in(all).ifPresent(clash -> {
            throw new IllegalArgumentException(clash);
        });
        keys = new ApiKeys(all);
    }
}
