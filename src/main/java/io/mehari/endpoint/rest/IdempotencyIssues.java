package io.mehari.endpoint.rest;

import io.mehari.event.AlertSeverity;
import io.mehari.idempotency.KeyClaims;
import io.mehari.monitoring.diagnostics.Issue;
import io.mehari.monitoring.diagnostics.IssueSource;
import java.util.List;
import java.util.Optional;

/**
 * Says where idempotency keys are to hold for several gateways and cannot. Safe for concurrent use.
 *
 * @param shared whether they are to
 * @param claims agrees with the other gateways; null where there is no Redis
 */
record IdempotencyIssues(boolean shared, KeyClaims claims) implements IssueSource {
    @Override
    public List<Issue> issues() {
        if (!shared) {
            return List.of();
        }
        if (claims == null) {
            return List.of(issue(
                    "Keys hold in this gateway alone although mehari.rest.idempotency.shared is on: there is no"
                            + " mehari.redis.url",
                    "Set mehari.redis.url to a Redis that all gateways share, and restart"));
        }
        Optional<String> problem = claims.problem();
        return problem.map(why -> List.of(issue(
                        "Calls with an Idempotency-Key are refused, since whether another gateway has run them is not known:"
                                + " Redis: " + why,
                        "See to Redis; it is asked again with the next call")))
                .orElse(List.of());
    }

    private static Issue issue(String cause, String remedy) {
        return new Issue("idempotency_not_shared", AlertSeverity.WARNING, "idempotency", cause, remedy);
    }
}
