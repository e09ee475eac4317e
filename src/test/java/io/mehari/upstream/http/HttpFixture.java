package io.mehari.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.support.UpstreamFixture;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.UpstreamSettings.Pool;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.http.client.HttpLimits;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Upstreams over real sockets, and the proof that no thread of theirs is left. */
final class HttpFixture extends UpstreamFixture {
    private final HttpUpstreams factory;

    HttpFixture() {
        this(HttpLimits.DEFAULTS);
    }

    HttpFixture(HttpLimits limits) {
        this.factory = new HttpUpstreams(timer, Clock.systemUTC(), limits);
    }

    /** An upstream, not started. */
    Upstream upstream(String url, Transport transport) {
        return upstream(new HttpSettings(
                URI.create(url), transport, Map.of("X-Secret", "hush"), Optional.empty(), Optional.empty()));
    }

    /** An upstream with so many connections, not started. */
    Upstream upstream(String url, Pool pool) {
        return upstream(
                new HttpSettings(
                        URI.create(url), Transport.STREAMABLE_HTTP, Map.of(), Optional.empty(), Optional.empty()),
                Optional.of(pool));
    }

    Upstream upstream(HttpSettings settings) {
        return upstream(settings, Optional.empty());
    }

    private Upstream upstream(HttpSettings settings, Optional<Pool> pool) {
        UpstreamSettings all = new UpstreamSettings(
                "remote", null, settings, Set.of(), false, CallSettings.DEFAULTS, Map.of(), "fingerprint");
        return added(factory.connect(all.withPool(false, pool.orElse(null)), this));
    }

    Upstream ready(String url, Transport transport) {
        Upstream upstream = upstream(url, transport);
        upstream.start();
        awaitState(upstream, UpstreamState.READY);
        return upstream;
    }

    @Override
    public void close() throws Exception {
        stopAll();
        factory.close();
        timer.stop();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(threads("mehari-(http-\\d|test-timer).*")).isEmpty());
    }
}
