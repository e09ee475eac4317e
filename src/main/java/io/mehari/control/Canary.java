package io.mehari.control;

import io.mehari.alert.Alerts;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.GenerationTally;
import io.mehari.component.generation.GenerationTally.Sum;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.event.AlertSeverity;
import io.mehari.event.CanaryFailed;
import io.mehari.event.GatewayEvents;
import io.mehari.monitoring.metric.RouteMeters;
import io.mehari.reload.CanarySettings;
import io.mehari.reload.CanarySettings.Mode;
import io.mehari.routes.GenerationBuilder;
import io.mehari.routes.Generations;
import io.mehari.text.Causes;
import io.netty.util.Timer;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches route files that have just begun to serve: a set can be valid and fail at calls all the same. Where more of its
 * calls fail than of those of the set before, it raises an alert, and lets the set before serve again if it is told to. Looks
 * once a second while it watches, and does nothing otherwise. Safe for concurrent use.
 */
final class Canary {
    private static final Logger LOG = LoggerFactory.getLogger(Canary.class);
    private static final String ALERT = "canary";

    private final CanarySettings settings;
    private final RunningGeneration running;
    private final Generations generations;
    private final Alerts alerts;
    private final GatewayEvents events;
    private final Timer timer;
    private final Clock clock;
    private final Optional<RouteMeters> meters;
    private Generation last;
    private Watch watch;

    /** Files that are about to serve again, which need not be watched. */
    private String returning;

    private volatile String problem;
    private volatile boolean returned;

    /** Files that are watched, with the calls of those before, and the looks that are left. */
    private record Watch(Generation generation, String former, Sum before, ChangedRoutes changed, long looks) {
        Watch next(ChangedRoutes untold) {
            return new Watch(generation, former, before, untold, looks - 1);
        }

        GenerationTally tally() {
            return generation.tally();
        }
    }

    Canary(
            CanarySettings settings,
            RunningGeneration running,
            Generations generations,
            Alerts alerts,
            GatewayEvents events,
            Timer timer,
            Clock clock,
            Optional<RouteMeters> meters) {
        this.settings = settings;
        this.running = running;
        this.generations = generations;
        this.alerts = alerts;
        this.events = events;
        this.timer = timer;
        this.clock = clock;
        this.meters = meters;
    }

    /** Watches whatever serves from now on, unless that is switched off. */
    void begin() {
        if (settings.mode() != Mode.OFF) {
            running.addListener(this::flipped);
        }
    }

    /** Why the files are no good that serve, or were taken back; empty while nothing is wrong with them. */
    Optional<String> problem() {
        if (returned && generations.problem().isEmpty()) { // the files on disk are those that serve
            over();
        }
        return Optional.ofNullable(problem);
    }

    private void over() {
        returned = false;
        problem = null;
        alerts.clear(ALERT);
    }

    boolean isOff() {
        return settings.mode() == Mode.OFF;
    }

    /** Another generation serves. One of the same files goes on being watched, if it was. */
    private synchronized void flipped() {
        Generation before = last;
        last = running.current().orElse(null);
        if (before == null || last == null || before.fingerprint().equals(last.fingerprint())) {
            return;
        }
        watch = null;
        if (!last.fingerprint().equals(returning)) {
            over();
            Sum calls = before.tally().sum();
            watch = new Watch(
                    last,
                    before.fingerprint(),
                    calls,
                    changedSince(before),
                    Math.max(1, settings.window().toSeconds()));
            lookLater(watch);
        }
        returning = null;
    }

    private ChangedRoutes changedSince(Generation before) {
        return meters.map(counted -> ChangedRoutes.of(GenerationBuilder.changedRoutes(before, last), counted))
                .orElse(ChangedRoutes.NONE);
    }

    private void lookLater(Watch expected) {
        try {
            timer.newTimeout(timeout -> look(expected), 1, TimeUnit.SECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            LOG.debug("Route files are not watched any more: {}", e.getMessage());
        }
    }

    private synchronized void look(Watch expected) {
        if (watch != expected) {
            return;
        }
        Optional<String> worse =
                CanaryRates.worse(expected.before(), expected.tally().sum(), settings);
        if (worse.isPresent()) {
            watch = null;
            act(expected, "Route files of generation " + expected.generation().number() + ": " + worse.get());
        } else if (expected.looks() > 1) {
            watch = expected.next(judged(expected));
            lookLater(watch);
        } else {
            watch = null;
        }
    }

    /** A single route is told of, and never taken back for: what its callers ask for may be what fails. */
    private ChangedRoutes judged(Watch seen) {
        Optional<String> worse = seen.changed().worse(settings);
        worse.ifPresent(route -> told(
                seen.generation(),
                "Route files of generation " + seen.generation().number() + ": " + route,
                false,
                "Mend the file, or put the one before back"));
        return worse.isPresent() ? ChangedRoutes.NONE : seen.changed();
    }

    private void act(Watch seen, String reason) {
        Generation bad = seen.generation();
        if (settings.mode() == Mode.ALERT) {
            told(bad, reason, false, "Mend the files, or put those before back");
            return;
        }
        returning = seen.former();
        generations.goBack(bad.fingerprint(), reason + ". They were taken back").whenComplete((next, failure) -> {
            if (failure == null) {
                told(
                        bad,
                        reason,
                        true,
                        "The files before serve again; mend those on disk, which are tried when they change");
            } else {
                kept();
                told(bad, reason, false, "The files before could not serve again: " + Causes.of(failure));
            }
        });
    }

    private synchronized void kept() {
        returning = null;
    }

    private void told(Generation bad, String reason, boolean back, String remedy) {
        problem = reason;
        returned = back;
        alerts.raise(ALERT, back ? AlertSeverity.WARNING : AlertSeverity.CRITICAL, reason, remedy);
        events.publish(new CanaryFailed(bad.number(), bad.fingerprint(), reason, back, clock.instant()));
    }
}
