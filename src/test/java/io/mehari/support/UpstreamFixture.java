package io.mehari.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamState;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Upstreams of a test, whatever the transport: their states, calls with a limit, and their end. */
public abstract class UpstreamFixture implements AutoCloseable, UpstreamListener {
    /** Longest wait for anything. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    /** States as they were reported, of all upstreams. */
    public final List<UpstreamState> states = new CopyOnWriteArrayList<>();

    protected final HashedWheelTimer timer =
            new HashedWheelTimer(new DefaultThreadFactory("mehari-test-timer", true), 10, TimeUnit.MILLISECONDS);
    private final List<Upstream> upstreams = new ArrayList<>();

    /** Stops an upstream at the end of the test. */
    protected final <U extends Upstream> U added(U upstream) {
        upstreams.add(upstream);
        return upstream;
    }

    /** Waits for a state. */
    public static void awaitState(Upstream upstream, UpstreamState state) {
        await().alias(upstream.name() + " becomes " + state)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> upstream.state() == state);
    }

    /** Makes a call whose progress is ignored. */
    public static UpstreamCall call(Upstream upstream, String tool, JsonNode arguments) {
        return upstream.callTool(tool, arguments, progress -> {});
    }

    /** The result of a call. */
    public static ObjectNode result(UpstreamCall call) throws Exception {
        return call.result().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** What the tool {@code echo} answers. */
    public static String echo(Upstream upstream, String message) throws Exception {
        ObjectNode result = result(call(upstream, "echo", Json.object().put("message", message)));
        return result.at("/content/0/text").asText();
    }

    /** What a call failed with. */
    public static Failed failure(UpstreamCall call) throws InterruptedException, TimeoutException {
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

    /** Stops all upstreams, and waits until they have ended. */
    protected final void stopAll() throws Exception {
        CompletableFuture<?>[] stops = upstreams.stream().map(Upstream::stop).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(stops).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Names of the threads that match. */
    protected static List<String> threads(String pattern) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches(pattern))
                .toList();
    }
}
