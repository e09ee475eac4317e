package io.mehari.control;

import io.mehari.monitoring.HealthCheck;
import java.util.ArrayList;
import java.util.List;

/** Whether operators have stopped anything, so that nobody forgets it, and whether the servers they have added are there: {@code control} in {@code /health}. */
record ControlHealth(RouteHoldBook routes, ServerControl servers, AddedServers added) implements HealthCheck {
    @Override
    public String name() {
        return "control";
    }

    @Override
    public Condition check() {
        List<String> held = new ArrayList<>();
        added.problem().ifPresent(held::add);
        servers.held().forEach((server, hold) -> held.add(sentence("server " + server, hold)));
        routes.all().forEach((route, hold) -> {
            if (!servers.isRouteOfHeld(route)) {
                held.add(sentence("route " + route, hold));
            }
        });
        return held.isEmpty() ? Condition.HEALTHY : Condition.limited(String.join("; ", held));
    }

    private static String sentence(String subject, RouteHold hold) {
        return hold.by() + " has " + (hold.stopped() ? "stopped" : "suspended") + " the " + subject + " at "
                + hold.since();
    }
}
