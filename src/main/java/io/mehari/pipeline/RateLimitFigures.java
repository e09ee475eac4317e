package io.mehari.pipeline;

import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.diagnostics.Issue;
import io.mehari.monitoring.diagnostics.IssueSource;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.monitoring.metric.MetricSource;
import io.mehari.ratelimit.CallerLimits;
import io.mehari.ratelimit.LocalRateLimiter;
import io.mehari.ratelimit.RateLimiter;
import io.mehari.ratelimit.RefusedCallers;
import io.mehari.text.Counted;
import java.util.List;

/**
 * What is told of limits of callers: numbers, and who has met its limit within five minutes. Nothing while there are none. Safe
 * for concurrent use.
 *
 * @param limits whether there are any
 * @param limiter counts calls
 * @param refused who was refused
 */
record RateLimitFigures(CallerLimits limits, RateLimiter limiter, RefusedCallers refused)
        implements MetricSource, IssueSource {
    @Override
    public void read(MetricSamples samples) {
        if (!limits.isOn()) {
            return;
        }
        samples.add(GatewayMetric.RATE_LIMIT_REFUSALS, refused.count());
        if (limiter instanceof LocalRateLimiter local) {
            samples.add(GatewayMetric.RATE_LIMIT_CALLERS, local.size());
            samples.add(GatewayMetric.RATE_LIMIT_SHARED, local.sharing());
        }
    }

    @Override
    public List<Issue> issues() {
        return limits.isOn()
                ? refused.lately().stream().map(RateLimitFigures::issue).toList()
                : List.of();
    }

    private static Issue issue(RefusedCallers.Refused caller) {
        return new Issue(
                "rate_limited",
                AlertSeverity.WARNING,
                caller.caller(),
                Counted.of(caller.times(), "call")
                        + " of this caller went beyond its limit and got 429, the last within" + " five minutes",
                "Let it wait as Retry-After says, or raise its limit: mehari.rate-limit.callers");
    }
}
