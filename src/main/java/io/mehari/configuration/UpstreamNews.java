package io.mehari.configuration;

import io.mehari.catalog.ReservedNames;
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

/** Tells a person in the log how the upstreams join, go and come back. Safe for concurrent use. */
final class UpstreamNews {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamNews.class);

    private final Clock clock;
    private final Optional<String> singleServer;

    /** Since when each upstream that is not ready has been away, by name. */
    private final Map<String, Instant> away = new ConcurrentHashMap<>();

    UpstreamNews(Clock clock) {
        this(clock, Optional.empty());
    }

    /**
     * @param singleServer server whose tools are reached without its name, too
     */
    UpstreamNews(Clock clock, Optional<String> singleServer) {
        this.clock = clock;
        this.singleServer = singleServer;
    }

    void stateChanged(Upstream upstream, UpstreamState state) {
        switch (state) {
            case JOINING -> joining(upstream);
            case READY -> ready(upstream);
            case WAITING ->
                LOG.warn(
                        "{} cannot be reached: {}; it is tried again, with pauses of up to half a minute",
                        upstream.name(),
                        reason(upstream));
            case STOPPED -> LOG.debug("{} has ended", upstream.name());
            case NEW -> LOG.debug("{} is about to start", upstream.name());
        }
    }

    void toolsChanged(Upstream upstream, int tools) {
        if (singleServer.filter(upstream.name()::equals).isPresent()) {
            hidden(upstream);
        }
        if (upstream.status().state() == UpstreamState.READY) {
            LOG.info("{} has {} now", upstream.name(), counted(tools, "tool"));
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

    /** A number with its noun, for people. */
    static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private void joining(Upstream upstream) {
        boolean first = upstream.status().lastError().isEmpty();
        boolean wasThere = away.putIfAbsent(upstream.name(), clock.instant()) == null;
        if (!first && wasThere) {
            LOG.warn("{} was lost: {}; connecting again", upstream.name(), reason(upstream));
        }
    }

    private void ready(Upstream upstream) {
        Instant now = clock.instant();
        Instant since = away.remove(upstream.name());
        UpstreamStatus status = upstream.status();
        LOG.info(
                "{} is ready after {} ms: {}, MCP {}, {}",
                upstream.name(),
                since == null ? 0 : Duration.between(since, now).toMillis(),
                status.transport(),
                status.protocolVersion().orElse("of unknown version"),
                counted(upstream.tools().size(), "tool"));
    }

    private static String reason(Upstream upstream) {
        return upstream.status().lastError().orElse("no reason known");
    }
}
