package io.mehari.configuration;

import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the configured upstreams, keeps the catalogue of their tools up to date, and stops them at the end. */
final class UpstreamSupervisor implements UpstreamListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamSupervisor.class);
    private static final long STOP_SECONDS = 15;

    private final Upstreams upstreams;
    private final ToolCatalog catalog;
    private final BiFunction<UpstreamSettings, UpstreamListener, Upstream> connect;

    /**
     * @param connect makes the connection that a server's settings ask for
     */
    UpstreamSupervisor(
            Upstreams upstreams,
            ToolCatalog catalog,
            BiFunction<UpstreamSettings, UpstreamListener, Upstream> connect) {
        this.upstreams = upstreams;
        this.catalog = catalog;
        this.connect = connect;
    }

    /** Connects to all of them; returns at once. One that is down joins later. */
    void start(List<UpstreamSettings> settings) {
        for (UpstreamSettings server : settings) {
            catalog.announce(server.name());
            upstreams.add(connect.apply(server, this));
        }
    }

    @Override
    public void toolsChanged(Upstream upstream) {
        catalog.replace(ToolSource.of(upstream.settings()), upstream.tools());
        LOG.info(
                "Upstream {} offers {} tools",
                upstream.name(),
                catalog.tools(upstream.name()).size());
    }

    @Override
    public void stateChanged(Upstream upstream, UpstreamState state) {
        String reason = upstream.status().lastError().map(error -> ": " + error).orElse("");
        LOG.info("Upstream {} is {}{}", upstream.name(), state, state == UpstreamState.READY ? "" : reason);
    }

    /** Stops all upstreams side by side and waits, within a bound, until their processes are gone. */
    @Override
    public void close() {
        CompletableFuture<?>[] stopping =
                upstreams.all().stream().map(Upstream::stop).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(stopping).get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("Not every upstream ended cleanly: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
