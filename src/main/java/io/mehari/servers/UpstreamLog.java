package io.mehari.servers;

import io.mehari.catalog.ReservedNames;
import io.mehari.text.Counted;
import io.mehari.text.DurationText;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs how the upstreams join, fail and come back. Safe for concurrent use. */
public final class UpstreamLog {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamLog.class);

    private final Clock clock;
    private final Optional<String> singleServer;

    /** Upstreams that are not ready, by name. */
    private final Map<String, Outage> away = new ConcurrentHashMap<>();

    /**
     * A log for servers that are reached under their names only.
     *
     * @param clock for the length of outages
     */
    public UpstreamLog(Clock clock) {
        this(clock, Optional.empty());
    }

    /**
     * A log.
     *
     * @param clock for the length of outages
     * @param singleServer server whose tools are reached without its name, too
     */
    public UpstreamLog(Clock clock, Optional<String> singleServer) {
        this.clock = clock;
        this.singleServer = singleServer;
    }

    void stateChanged(Upstream upstream, UpstreamState state) {
        switch (state) {
            case JOINING -> joining(upstream);
            case READY -> ready(upstream);
            case WAITING -> waiting(upstream);
            case MISCONFIGURED ->
                LOG.error(
                        "{} is left out, the other servers are not affected: {}",
                        upstream.name(),
                        reason(upstream.status()));
            case STOPPED -> stopped(upstream);
            case NEW -> LOG.debug("{} is about to start", upstream.name());
        }
    }

    void toolsChanged(Upstream upstream, int tools) {
        if (singleServer.filter(upstream.name()::equals).isPresent()) {
            hidden(upstream);
        }
        if (upstream.state() == UpstreamState.READY) {
            LOG.info("{} has {} now", upstream.name(), Counted.of(tools, "tool"));
        }
    }

    void replicaDiffers(Upstream server, Upstream replica, Optional<String> difference) {
        if (difference.isPresent()) {
            LOG.warn(
                    "{} offers other tools than {}: it {}; it gets calls of those alone that it has. Let all replicas run"
                            + " the same version",
                    replica.name(),
                    server.name(),
                    difference.get());
        } else {
            LOG.info("{} offers the same tools as {} again", replica.name(), server.name());
        }
    }

    /** Tools called like a path of the gateway's own have no short path. */
    private static void hidden(Upstream upstream) {
        upstream.tools().stream()
                .map(tool -> tool.path("name").asText())
                .filter(ReservedNames::contains)
                .forEach(tool -> LOG.warn(
                        "Tool {} of {} is called like a path of the gateway's own: POST /{} does not reach it, POST"
                                + " /api/v1/tools/{}/{} does",
                        tool,
                        upstream.name(),
                        tool,
                        upstream.name(),
                        tool));
    }

    private void joining(Upstream upstream) {
        boolean first = upstream.status().lastError().isEmpty();
        boolean wasThere = away.putIfAbsent(upstream.name(), new Outage(clock.instant())) == null;
        if (!first && wasThere) {
            LOG.warn("{} was lost: it {}; connecting again", upstream.name(), reason(upstream.status()));
        }
    }

    private void waiting(Upstream upstream) {
        UpstreamStatus status = upstream.status();
        Instant now = clock.instant();
        Outage outage = away.computeIfAbsent(upstream.name(), name -> new Outage(now));
        boolean first = outage.isShort();
        Level level = outage.failed(status.attempts(), reason(status)) ? Level.WARN : Level.DEBUG;
        if (first) {
            LOG.atLevel(level)
                    .log(
                            "{} is down: it {}; {}, and so on until it is back",
                            upstream.name(),
                            reason(status),
                            next(status, now));
        } else {
            LOG.atLevel(level)
                    .log(
                            "{} is still down after {} and {}: it {}; {}",
                            upstream.name(),
                            DurationText.of(outage.until(now)),
                            Counted.of(outage.attempts(), "attempt"),
                            reason(status),
                            next(status, now));
        }
    }

    /** A call may have begun the attempt meanwhile. */
    private static String next(UpstreamStatus status, Instant now) {
        return status.nextAttempt()
                .filter(now::isBefore)
                .map(due -> "next attempt in " + DurationText.of(Duration.between(now, due)))
                .orElse("next attempt now");
    }

    private void ready(Upstream upstream) {
        Outage outage = away.remove(upstream.name());
        UpstreamStatus status = upstream.status();
        LOG.info(
                "{} is {} after {}{}: {}, MCP {}, {}",
                upstream.name(),
                status.restarts() > 0 ? "back" : "ready",
                DurationText.of(outage == null ? Duration.ZERO : outage.until(clock.instant())),
                outage == null || outage.isShort() ? "" : " and " + Counted.of(outage.attempts() + 1, "attempt"),
                status.transport(),
                status.protocolVersion().orElse("of unknown version"),
                Counted.of(upstream.tools().size(), "tool"));
    }

    private void stopped(Upstream upstream) {
        away.remove(upstream.name());
        LOG.debug("{} has ended", upstream.name());
    }

    void removed(String server) {
        away.remove(server);
        LOG.info("{} was removed: new calls are rejected, those in flight may end", server);
    }

    private static String reason(UpstreamStatus status) {
        return status.lastError().orElse("gave no reason");
    }
}
