package io.mehari.servers;

import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.upstream.Offer;
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
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the configured upstreams, keeps the catalogue of their tools up to date, and stops them at the end. */
public final class UpstreamSupervisor implements UpstreamListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamSupervisor.class);
    private static final long STOP_SECONDS = 15;

    private final Upstreams upstreams;
    private final ToolCatalog catalog;
    private final BiFunction<UpstreamSettings, UpstreamListener, Upstream> connect;
    private final ConnectQueue starts;
    private final UpstreamLog news;
    private final StartListener summary;
    private final Consumer<String> onReady;

    /**
     * @param connect makes the connection that a server's settings ask for
     * @param starts decides how many join at a time
     * @param news hears how upstreams join and go
     * @param summary is notified of who joins
     * @param onReady takes the name of each server that is ready, each time
     */
    public UpstreamSupervisor(
            Upstreams upstreams,
            ToolCatalog catalog,
            BiFunction<UpstreamSettings, UpstreamListener, Upstream> connect,
            ConnectQueue starts,
            UpstreamLog news,
            StartListener summary,
            Consumer<String> onReady) {
        this.upstreams = upstreams;
        this.catalog = catalog;
        this.connect = connect;
        this.starts = starts;
        this.news = news;
        this.summary = summary;
        this.onReady = onReady;
    }

    /** Connects to all of them, a few at a time; returns at once. One that is down joins later. */
    public void start(List<UpstreamSettings> settings) {
        List<Upstream> all =
                settings.stream().map(server -> connect.apply(server, this)).toList();
        all.forEach(upstream -> summary.expect(upstream.name()));
        for (Upstream upstream : all) {
            catalog.announce(upstream.name());
            upstreams.add(upstream);
        }
        starts.start(all);
    }

    @Override
    public void offerChanged(Upstream upstream, Offer.Kind kind) {
        if (kind != Offer.Kind.TOOLS) {
            return; // no endpoint shows anything else
        }
        catalog.replace(ToolSource.of(upstream.settings()), upstream.tools());
        news.toolsChanged(upstream, catalog.tools(upstream.name()).size());
    }

    @Override
    public void stateChanged(Upstream upstream, UpstreamState state) {
        news.stateChanged(upstream, state);
        if (state == UpstreamState.READY) {
            summary.joined(upstream.name());
            onReady.accept(upstream.name());
        } else if (state == UpstreamState.WAITING) {
            summary.failed(upstream.name());
        }
        if (state != UpstreamState.JOINING) {
            starts.settled(upstream.name());
        }
    }

    /** Stops all upstreams side by side and waits, within a bound, until their processes are gone. */
    @Override
    public void close() {
        starts.close();
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
