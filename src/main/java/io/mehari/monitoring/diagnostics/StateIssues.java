package io.mehari.monitoring.diagnostics;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.alert.Alert;
import io.mehari.alert.AlertBook;
import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.Health;
import java.util.ArrayList;
import java.util.List;

/** Alerts that are active, circuit breakers that are open, parts of the gateway itself that are unhealthy. */
record StateIssues(AlertBook alerts, CircuitBreakerRegistry breakers, Health health) implements IssueSource {
    private static final String OF_UPSTREAM = "upstream:";

    @Override
    public List<Issue> issues() {
        List<Issue> issues = new ArrayList<>();
        alerts.active().forEach(alert -> issues.add(issue(alert)));
        for (CircuitBreaker breaker : breakers.getAllCircuitBreakers()) {
            if (breaker.getState() != CircuitBreaker.State.CLOSED) {
                issues.add(open(breaker));
            }
        }
        health.report().parts().forEach((part, condition) -> {
            if (!condition.healthy() && !part.startsWith(OF_UPSTREAM)) {
                issues.add(new Issue(
                        "part_unhealthy",
                        AlertSeverity.WARNING,
                        part,
                        condition.detail().isEmpty() ? part + " is unhealthy" : condition.detail(),
                        "The gateway's log has the details"));
            }
        });
        return issues;
    }

    private static Issue issue(Alert alert) {
        return new Issue("alert", alert.severity(), alert.key(), alert.text(), alert.remedy());
    }

    private static Issue open(CircuitBreaker breaker) {
        String state = breaker.getState() == CircuitBreaker.State.HALF_OPEN ? "takes trial calls" : "is open";
        return new Issue(
                "breaker_open",
                AlertSeverity.WARNING,
                breaker.getName(),
                "The circuit breaker of " + breaker.getName() + " " + state
                        + ": too many of its last calls have failed",
                "It closes by itself once trial calls succeed; GET /api/v1/admin/dead-letters has the failed calls");
    }
}
