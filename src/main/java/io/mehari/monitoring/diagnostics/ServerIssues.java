package io.mehari.monitoring.diagnostics;

import io.mehari.event.AlertSeverity;
import io.mehari.text.DurationText;
import io.mehari.upstream.HealthState;
import io.mehari.upstream.ServerHealth;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Servers that are not ready, answer badly, or are ready and offer nothing. */
record ServerIssues(Upstreams upstreams, ServerHealths healths, Clock clock) implements IssueSource {
    private static final String RESTART = "POST /api/v1/admin/servers/%s/restart tries at once; ";

    @Override
    public List<Issue> issues() {
        List<Issue> issues = new ArrayList<>();
        upstreams.all().forEach(upstream -> find(upstream, issues));
        return issues;
    }

    private void find(Upstream upstream, List<Issue> issues) {
        String name = upstream.name();
        UpstreamStatus status = upstream.status();
        String error = status.lastError().orElse("");
        switch (status.state()) {
            case MISCONFIGURED ->
                issues.add(new Issue(
                        "server_misconfigured",
                        AlertSeverity.CRITICAL,
                        name,
                        "The entry of " + name + " cannot be used: " + error,
                        "Mend the entry in mcp-servers.json (mehari check names every problem) and start again"));
            case WAITING -> issues.add(notReady(name, status, error));
            case NEW, JOINING ->
                issues.add(new Issue(
                        "server_connecting",
                        AlertSeverity.WARNING,
                        name,
                        name + " is connecting " + since(status) + (error.isEmpty() ? "" : ", after: " + error),
                        "Wait for it; where it takes long, look at what it writes to its log while it starts"));
            case READY -> ready(upstream, status, issues);
            case STOPPED -> {
                // it is being removed
            }
        }
    }

    private Issue notReady(String name, UpstreamStatus status, String error) {
        String stale = status.tools() > 0 ? "; its tools are listed as they were before" : "";
        return new Issue(
                "server_not_connected",
                AlertSeverity.CRITICAL,
                name,
                "There is no connection to " + name + " " + since(status) + " (" + status.attempts() + " attempts): "
                        + (error.isEmpty() ? "the cause is not known" : error) + stale,
                String.format(RESTART, name)
                        + "check that the server runs, and its command or url in mcp-servers.json");
    }

    private void ready(Upstream upstream, UpstreamStatus status, List<Issue> issues) {
        String name = upstream.name();
        ServerHealth health = healths.of(upstream);
        if (health.state() != HealthState.ONLINE) {
            issues.add(new Issue(
                    "server_answers_badly",
                    AlertSeverity.WARNING,
                    name,
                    name + " is connected and answers its heartbeats badly: "
                            + health.reason().orElse(health.state().name()),
                    String.format(RESTART, name) + "GET /debug/heartbeat has the details"));
        }
        if (status.tools() == 0
                && upstream.capabilities().path("resources").isMissingNode()
                && upstream.capabilities().path("prompts").isMissingNode()) {
            issues.add(new Issue(
                    "server_offers_nothing",
                    AlertSeverity.WARNING,
                    name,
                    name + " is connected and lists no tools, resources or prompts",
                    "Check what it needs to offer something, such as a token in its env, or disabledTools"));
        }
    }

    private String since(UpstreamStatus status) {
        Duration time = Duration.between(status.since(), clock.instant());
        return "for " + DurationText.of(time.isNegative() ? Duration.ZERO : time);
    }

    /** Whether calls to a server are answered, as far as is known. */
    static boolean isHealthy(Upstream upstream, ServerHealths healths) {
        return upstream.state() == UpstreamState.READY && healths.of(upstream).state() != HealthState.OFFLINE;
    }
}
