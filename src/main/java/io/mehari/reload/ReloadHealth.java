package io.mehari.reload;

import io.mehari.monitoring.HealthCheck;
import io.mehari.reload.live.LiveConfiguration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Whether the configuration on disk is the one that holds: {@code configuration} in {@code /health}. */
record ReloadHealth(ReloadReports reports, LiveConfiguration configuration) implements HealthCheck {
    @Override
    public String name() {
        return "configuration";
    }

    @Override
    public Condition check() {
        List<String> problems = new ArrayList<>();
        reports.serversProblem()
                .ifPresent(problem -> problems.add(
                        "The last change of the servers was rejected, the previous ones continue: " + problem));
        reports.kept()
                .forEach((server, reason) ->
                        problems.add(server + " goes on with the settings before, its new entry is wrong: " + reason));
        configuration
                .problems()
                .forEach(problem -> problems.add(
                        "The last change of the configuration was rejected, what was before continues to hold: "
                                + problem));
        List<String> details = new ArrayList<>(problems);
        Collection<String> waiting = configuration.waiting();
        if (!waiting.isEmpty()) {
            details.add("With a restart take effect: " + String.join(", ", waiting));
        }
        String detail = String.join(". ", details);
        return problems.isEmpty() ? new Condition(true, detail) : Condition.limited(detail);
    }
}
