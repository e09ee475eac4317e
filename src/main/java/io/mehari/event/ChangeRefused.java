package io.mehari.event;

import java.time.Instant;
import java.util.List;

/**
 * A change of files that was asked for by a request is not made; files and what runs are as they were.
 *
 * @param how {@code api} or {@code rollback}
 * @param author name of the key that was shown; empty where none was asked for
 * @param files that were to change
 * @param reason files, places and reasons, without secrets
 * @param at when it was refused
 */
public record ChangeRefused(String how, String author, List<String> files, String reason, Instant at)
        implements ReloadEvent {
    /** Keeps a copy. */
    public ChangeRefused {
        files = List.copyOf(files);
    }
}
