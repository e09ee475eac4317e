package io.mehari.reload;

import io.mehari.monitoring.HealthCheck;
import java.util.ArrayList;
import java.util.List;

/** Whether the configuration on disk is the one that holds: {@code configuration} in {@code /health}. */
record ReloadHealth(ReloadReports reports, RestartFiles restart) implements HealthCheck {
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
        List<String> details = new ArrayList<>(problems);
        restart.waiting().forEach(file -> details.add(file + " has changed: that takes effect with a restart"));
        String detail = String.join(". ", details);
        return problems.isEmpty() ? new Condition(true, detail) : Condition.limited(detail);
    }
}
