package io.mehari.alert;

import io.mehari.event.AlertCleared;
import io.mehari.event.AlertRaised;
import io.mehari.event.AlertSeverity;
import io.mehari.event.GatewayEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts that are active, and those of the past. What begins, becomes worse or is over is told once: as an event and
 * as a line of the log. Bounded; see the constants. Safe for concurrent use.
 */
public final class AlertBook implements Alerts {
    /** Most alerts that are active at the same time; further ones are logged once and not kept. */
    public static final int MOST_ACTIVE = 500;

    /** Most past alerts that are kept; the oldest go. */
    public static final int MOST_PAST = 500;

    /** Longest text and remedy, in characters; the rest is cut off. */
    static final int LONGEST_TEXT = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(AlertBook.class);

    private final Consumer<GatewayEvent> events;
    private final Clock clock;
    private final Map<String, Alert> active = new HashMap<>();
    private final ArrayDeque<Alert> past = new ArrayDeque<>();
    private boolean full;

    /**
     * Nothing is active.
     *
     * @param events told of what begins, becomes worse and is over
     * @param clock stamps alerts
     */
    public AlertBook(Consumer<GatewayEvent> events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public synchronized void raise(String key, AlertSeverity severity, String text, String remedy) {
        Instant now = clock.instant();
        Alert before = active.get(key);
        if (before == null && active.size() >= MOST_ACTIVE) {
            refuse(key, text);
            return;
        }
        Alert after = before == null
                ? new Alert(key, severity, cut(text), cut(remedy), now, now, 1, Optional.empty())
                : before.again(severity, cut(text), cut(remedy), now);
        active.put(key, after);
        if (before == null || after.severity() != before.severity()) {
            LOG.warn("Alert {} ({}): {}. {}", key, after.severity(), after.text(), after.remedy());
            events.accept(new AlertRaised(key, after.severity(), after.text(), after.remedy(), now));
        }
    }

    private void refuse(String key, String text) {
        if (!full) {
            full = true;
            LOG.warn(
                    "Alert {} is not kept, and others that follow: {} are active, which is the limit. {}",
                    key,
                    MOST_ACTIVE,
                    cut(text));
        }
    }

    @Override
    public synchronized void clear(String key) {
        Alert alert = active.remove(key);
        if (alert == null) {
            return;
        }
        full = false;
        Instant now = clock.instant();
        past.addFirst(alert.cleared(now));
        if (past.size() > MOST_PAST) {
            past.removeLast();
        }
        Duration since = Duration.between(alert.raisedAt(), now);
        Duration lasted = since.isNegative() ? Duration.ZERO : since; // of a clock that was set back
        LOG.info("Alert {} is over after {} s: {}", key, lasted.toSeconds(), alert.text());
        events.accept(new AlertCleared(key, alert.severity(), alert.text(), lasted, now));
    }

    /**
     * What is active.
     *
     * @return the most urgent first, then the newest
     */
    public synchronized List<Alert> active() {
        List<Alert> all = new ArrayList<>(active.values());
        all.sort(Comparator.comparing(Alert::severity)
                .thenComparing(Alert::raisedAt)
                .reversed()
                .thenComparing(Alert::key));
        return all;
    }

    /**
     * What is over.
     *
     * @param most how many at most
     * @return the one that was over last first
     */
    public synchronized List<Alert> past(int most) {
        return past.stream().limit(most).toList();
    }

    private static String cut(String text) {
        String told = text == null ? "" : text;
        return told.length() <= LONGEST_TEXT ? told : told.substring(0, LONGEST_TEXT);
    }
}
