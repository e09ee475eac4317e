package io.mehari.recovery;

import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins a new session with the server of a call, in place of one that does not work any more: for all of its callers, and
 * at most once in {@link #PAUSE}, however many calls ask for it. Does not wait for it. Safe for concurrent use.
 */
final class NewSession implements Processor {
    /** Shortest time between two new sessions with one server. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(NewSession.class);

    /** When each server got its last one; never more than there are servers, since only those are looked up. */
    private final Map<String, Long> last = new ConcurrentHashMap<>();

    private final Upstreams upstreams;
    private final LongSupplier nanoTime;

    NewSession(Upstreams upstreams, LongSupplier nanoTime) {
        this.upstreams = upstreams;
        this.nanoTime = nanoTime;
    }

    @Override
    public void process(Exchange exchange) {
        Tool tool = CallState.requiredTool(exchange);
        upstreams
                .find(tool.server())
                .filter(upstream -> upstream.state() == UpstreamState.READY)
                .filter(upstream -> isDue(upstream.name()))
                .ifPresent(NewSession::begin);
        last.keySet().removeIf(server -> upstreams.find(server).isEmpty());
    }

    private boolean isDue(String server) {
        long now = nanoTime.getAsLong();
        AtomicBoolean due = new AtomicBoolean();
        last.compute(server, (name, before) -> {
            due.set(before == null || now - before >= PAUSE.toNanos());
            return due.get() ? Long.valueOf(now) : before;
        });
        return due.get();
    }

    private static void begin(Upstream upstream) {
        LOG.info("Server {} does not know its session any more: a new one begins", upstream.name());
        upstream.restart().whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("Server {}: no new session could be begun: {}", upstream.name(), failure.getMessage());
            }
        });
    }
}
