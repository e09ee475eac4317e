package io.mehari.monitoring.diagnostics;

import io.mehari.cache.CacheTiers;
import io.mehari.event.AlertSeverity;
import java.util.List;

/** Tiers of the cache that do not answer. */
record CacheIssues(CacheTiers tiers) implements IssueSource {
    @Override
    public List<Issue> issues() {
        return tiers.outside().stream()
                .flatMap(tier -> tier.problem().stream()
                        .map(problem -> new Issue(
                                "cache_tier_down",
                                AlertSeverity.WARNING,
                                "cache/" + tier.name(),
                                problem,
                                "redis".equals(tier.name())
                                        ? "Look whether Redis runs and mehari.redis.url, username and password are those of it; calls"
                                                + " go on without it, and it is used again by itself"
                                        : "Look at the log for what the database says; calls go on without it, and it is used again"
                                                + " by itself")))
                .toList();
    }
}
