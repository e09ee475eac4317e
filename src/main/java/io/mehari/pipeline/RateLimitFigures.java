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
import io.mehari.ratelimit.SharedRateLimiter;
import io.mehari.text.Counted;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is told of limits of callers: numbers, who has met its limit within five minutes, and whether gateways that are to count together
 * do. Nothing while there are none. Safe for concurrent use.
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
            add(samples, local);
        } else if (limiter instanceof SharedRateLimiter shared) {
            add(samples, shared.local());
            samples.add(GatewayMetric.RATE_LIMIT_REDIS, shared.counted(), "counted");
            samples.add(GatewayMetric.RATE_LIMIT_REDIS, shared.failed(), "failed");
            samples.add(GatewayMetric.RATE_LIMIT_REDIS, shared.skipped(), "skipped");
        }
    }

    private static void add(MetricSamples samples, LocalRateLimiter local) {
        samples.add(GatewayMetric.RATE_LIMIT_CALLERS, local.size());
        samples.add(GatewayMetric.RATE_LIMIT_SHARED, local.sharing());
    }

    @Override
    public List<Issue> issues() {
        if (!limits.isOn()) {
            return List.of();
        }
        return Stream.concat(
                        limits.notShared().map(RateLimitFigures::notShared).stream(),
                        refused.lately().stream().map(RateLimitFigures::issue))
                .toList();
    }

    private static Issue notShared(String why) {
        return new Issue(
                "rate_limit_not_shared",
                AlertSeverity.WARNING,
                "rate-limit",
                "Each gateway counts calls by itself although mehari.rate-limit.shared is on: " + why,
                "See to Redis; it is asked again each second. mehari.rate-limit.instances says what each grants"
                        + " meanwhile");
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
