package io.mehari.instance;

import java.util.List;
import java.util.Optional;

/**
 * What one gateway knows of all. Immutable.
 *
 * @param self this gateway
 * @param all all that are known to be there, this one among them, by id
 * @param problem why nothing new is known of the others
 * @param unreadable values under keys of gateways that were none
 * @param locks what only one gateway does at a time
 * @param events what was told and heard
 */
public record InstanceStatus(
        Instance self, List<Instance> all, Optional<String> problem, int unreadable, List<Lock> locks, Events events) {
    /** Keeps copies. */
    public InstanceStatus {
        all = List.copyOf(all);
        locks = List.copyOf(locks);
    }

    /**
     * Something that one gateway does at a time.
     *
     * @param name what
     * @param held whether this gateway does it
     * @param holder id of the one that does, as far as it is known
     * @param stale writes that were refused here since another gateway had taken over
     */
    public record Lock(String name, boolean held, Optional<String> holder, long stale) {}

    /**
     * Events since the start.
     *
     * @param sent told to the others
     * @param waiting not told yet
     * @param dropped not told, since Redis was away for too long or they were too long
     * @param heard of others
     * @param missed of others, gone before they were read
     * @param unreadable entries that are no events
     */
    public record Events(long sent, int waiting, long dropped, long heard, long missed, long unreadable) {}
}
