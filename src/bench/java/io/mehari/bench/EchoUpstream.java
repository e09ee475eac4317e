package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.stdio.StdioLimits;
import io.mehari.upstream.stdio.StdioUpstream;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The gateway's stdio client in this JVM, with an echo server of its own. */
final class EchoUpstream implements AutoCloseable {
    private static final long START_LIMIT_SECONDS = 30;

    private final HashedWheelTimer timer = new HashedWheelTimer(new DefaultThreadFactory("mehari-bench-timer", true));
    private final CountDownLatch listed = new CountDownLatch(1);
    private final Upstream connection =
            new StdioUpstream(settings(), new Listing(), timer, Clock.systemUTC(), StdioLimits.DEFAULTS);

    private EchoUpstream() {}

    /** Starts it and waits until it knows the server's tools. */
    static EchoUpstream start() throws InterruptedException {
        EchoUpstream upstream = new EchoUpstream();
        upstream.connection.start();
        if (!upstream.listed.await(START_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            upstream.close();
            throw new IllegalStateException("The echo server did not join: " + upstream.connection.status());
        }
        return upstream;
    }

    private static UpstreamSettings settings() {
        List<String> command = new ArrayList<>(ChildJvm.command());
        String java = command.remove(0);
        command.add(EchoServer.class.getName());
        StdioSettings stdio = new StdioSettings(java, command, Map.of(), "");
        return new UpstreamSettings("echo", stdio, Set.of(), false, CallSettings.DEFAULTS, Map.of(), "bench");
    }

    /** How many echo calls the server has run. */
    long executions() throws InterruptedException {
        try {
            ObjectNode result = connection
                    .callTool("count", Json.object(), progress -> {})
                    .result()
                    .get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
            return Long.parseLong(result.at("/content/0/text").asText());
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The echo server did not count its calls", e);
        }
    }

    Upstream connection() {
        return connection;
    }

    @Override
    public void close() {
        connection.stop().orTimeout(START_LIMIT_SECONDS, TimeUnit.SECONDS).join();
        timer.stop();
    }

    /** Waits for the first list of tools. */
    private final class Listing implements UpstreamListener {
        @Override
        public void offerChanged(Upstream upstream, Offer.Kind kind) {
            listed.countDown();
        }

        @Override
        public void stateChanged(Upstream upstream, UpstreamState state) {
            // The first list of tools is what tells that it can be called.
        }
    }
}
