package io.mehari.notification;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells the state of something every now and then: only while somebody wants it, and only if it has changed. Used by one
 * thread.
 */
public final class Snapshots {
    private final Notifier notifier;
    private final Kind kind;
    private final LongSupplier nanoTime;
    private ObjectNode last;
    private Long lookedAt;

    /**
     * What is told.
     *
     * @param topic what it belongs to
     * @param type of its messages
     * @param period shortest time between two
     * @param ignored members that change by themselves
     * @param state what there is now; null if it is not known
     */
    public record Kind(
            Topic topic, String type, Duration period, Collection<String> ignored, Supplier<ObjectNode> state) {
        /** Keeps a copy of the list. */
        public Kind {
            ignored = List.copyOf(ignored);
        }
    }

    /**
     * Nothing told yet.
     *
     * @param notifier is told
     * @param kind what is told
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    public Snapshots(Notifier notifier, Kind kind, LongSupplier nanoTime) {
        this.notifier = notifier;
        this.kind = kind;
        this.nanoTime = nanoTime;
    }

    /** One look. */
    public void look() {
        if (!notifier.wants(kind.topic())) {
            last = null;
            lookedAt = null;
            return;
        }
        long now = nanoTime.getAsLong();
        if (lookedAt != null && now - lookedAt < kind.period().toNanos()) {
            return;
        }
        lookedAt = now;
        ObjectNode state = kind.state().get();
        if (state == null) {
            return;
        }
        ObjectNode compared = state.deepCopy().remove(kind.ignored());
        if (!compared.equals(last)) {
            last = compared;
            notifier.publish(kind.topic(), kind.type(), state);
        }
    }
}
