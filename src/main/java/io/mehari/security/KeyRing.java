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
    private final boolean open;
    private final boolean hasFile;
    private List<ApiKey> configured;
    private List<ApiKey> ofFile = List.of();
    private volatile ApiKeys keys;

    /**
     * The keys of the settings. Those of the file come by {@link #take}.
     *
     * @param settings keys, and whether there is a file of keys
     */
    public KeyRing(SecuritySettings settings) {
        this.configured = settings.keys();
        this.hasFile = settings.keysFile() != null;
        this.open = configured.isEmpty() && !hasFile;
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
    synchronized void take(List<ApiKey> ofFile) {
        keys = together(configured, ofFile);
        this.ofFile = List.copyOf(ofFile);
    }

    /**
     * Whether these keys can take the place of those of the settings while the gateway runs: not where it would begin or
     * cease to ask for keys at all.
     *
     * @param ofSettings all of {@code mehari.security.keys}
     * @return false if that needs a restart
     */
    public boolean canConfigure(List<ApiKey> ofSettings) {
        return open == (ofSettings.isEmpty() && !hasFile);
    }

    /**
     * Replaces the keys of the settings. Who has been let in already goes on. Whether keys are asked for at all does not
     * change.
     *
     * @param ofSettings all of {@code mehari.security.keys}
     * @return those before
     * @throws IllegalArgumentException if they do not fit to those of the file, or {@link #canConfigure} says no: nothing is
     *     changed
     */
    public synchronized List<ApiKey> configure(List<ApiKey> ofSettings) {
        if (!canConfigure(ofSettings)) {
            throw new IllegalArgumentException("the first key, and to have none any more, need a restart");
        }
        List<ApiKey> before = configured;
        keys = together(ofSettings, ofFile);
        configured = List.copyOf(ofSettings);
        return before;
    }

    /** The keys of the settings that hold. */
    synchronized List<ApiKey> configured() {
        return configured;
    }

    private static ApiKeys together(List<ApiKey> configured, List<ApiKey> ofFile) {
        List<ApiKey> all = new ArrayList<>(configured);
        all.addAll(ofFile);
        KeyClash.in(all).ifPresent(clash -> {
            throw new IllegalArgumentException(clash);
        });
        return new ApiKeys(all);
    }
}
