package io.mehari.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.UpstreamSettings.Pool;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.http.client.HttpLimits;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Upstreams over real sockets, and the proof that no thread of theirs is left. */
final class HttpFixture implements AutoCloseable, UpstreamListener {
    static final Duration LIMIT = Duration.ofSeconds(30);

    final List<UpstreamState> states = new CopyOnWriteArrayList<>();
    private final HashedWheelTimer timer =
            new HashedWheelTimer(new DefaultThreadFactory("mehari-test-timer", true), 10, TimeUnit.MILLISECONDS);
    private final HttpUpstreams factory;
    private final List<Upstream> upstreams = new ArrayList<>();

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
                "remote", null, settings, Set.of(), false, CallSettings.DEFAULTS, Map.of(), "fingerprint", false, pool);
        Upstream created = factory.connect(all, this);
        upstreams.add(created);
        return created;
    }

    Upstream ready(String url, Transport transport) {
        Upstream upstream = upstream(url, transport);
        upstream.start();
        awaitState(upstream, UpstreamState.READY);
        return upstream;
    }

    static void awaitState(Upstream upstream, UpstreamState state) {
        await().alias(upstream.name() + " becomes " + state)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> upstream.state() == state);
    }

    static UpstreamCall call(Upstream upstream, String tool, JsonNode arguments) {
        return upstream.callTool(tool, arguments, progress -> {});
    }

    static ObjectNode result(UpstreamCall call) throws Exception {
        return call.result().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    static String echo(Upstream upstream, String message) throws Exception {
        ObjectNode result = result(call(upstream, "echo", Json.object().put("message", message)));
        return result.at("/content/0/text").asText();
    }

    static Failed failure(UpstreamCall call) throws InterruptedException, TimeoutException {
        try {
            ObjectNode answer = call.result().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("The call should have failed and answered " + answer);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(ToolCallException.class);
            return ((ToolCallException) e.getCause()).result();
        }
    }

    @Override
    public void offerChanged(Upstream upstream, Offer.Kind kind) {
        // Tests look at the upstream itself.
    }

    @Override
    public void stateChanged(Upstream upstream, UpstreamState state) {
        states.add(state);
    }

    @Override
    public void close() throws Exception {
        CompletableFuture<?>[] stops = upstreams.stream().map(Upstream::stop).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(stops).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        factory.close();
        timer.stop();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("mehari-(http-\\d|test-timer).*"))
                .toList();
    }
}
