package io.mehari.upstream.stdio;

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
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import io.mehari.upstream.UpstreamState;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Upstreams on real child processes, and the proof that nothing of them is left. */
final class StdioFixture implements AutoCloseable, UpstreamListener {
    static final Duration LIMIT = Duration.ofSeconds(30);

    final List<UpstreamState> states = new CopyOnWriteArrayList<>();
    final List<Integer> toolCounts = new CopyOnWriteArrayList<>();
    private final Set<ProcessHandle> before = children();
    private final HashedWheelTimer timer =
            new HashedWheelTimer(new DefaultThreadFactory("mehari-test-timer", true), 10, TimeUnit.MILLISECONDS);
    private final List<StdioUpstream> upstreams = new ArrayList<>();

    /** An upstream, not started, whose server is a main class of the test class path. */
    StdioUpstream upstream(StdioLimits limits, Class<?> main, String... args) {
        return upstream(limits, Map.of(), main, args);
    }

    StdioUpstream upstream(StdioLimits limits, Map<String, String> env, Class<?> main, String... args) {
        List<String> arguments = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        arguments.addAll(List.of(args));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return upstream(limits, new StdioSettings(java, arguments, env, ""));
    }

    StdioUpstream upstream(StdioLimits limits, StdioSettings settings) {
        UpstreamSettings upstream = new UpstreamSettings(
                "faulty", settings, Set.of(), false, CallSettings.DEFAULTS, Map.of(), "fingerprint");
        StdioUpstream created = new StdioUpstream(upstream, this, timer, Clock.systemUTC(), limits);
        upstreams.add(created);
        return created;
    }

    StdioUpstream faulty(String mode, String... more) {
        return faulty(Limits.PATIENT, mode, more);
    }

    StdioUpstream faulty(StdioLimits limits, String mode, String... more) {
        List<String> args = new ArrayList<>(List.of(mode));
        args.addAll(List.of(more));
        return upstream(limits, FaultyServer.class, args.toArray(String[]::new));
    }

    static StdioUpstream ready(StdioUpstream upstream) {
        upstream.start();
        awaitState(upstream, UpstreamState.READY);
        return upstream;
    }

    static void awaitState(Upstream upstream, UpstreamState state) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> upstream.state() == state);
    }

    void awaitStates(UpstreamState... first) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(states).startsWith(first));
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

    Set<ProcessHandle> newProcesses() {
        Set<ProcessHandle> now = children();
        now.removeAll(before);
        return now;
    }

    private static Set<ProcessHandle> children() {
        return new java.util.HashSet<>(ProcessHandle.current().descendants().toList());
    }

    @Override
    public void offerChanged(Upstream upstream, Offer.Kind kind) {
        if (kind == Offer.Kind.TOOLS) {
            toolCounts.add(upstream.tools().size());
        }
    }

    @Override
    public void stateChanged(Upstream upstream, UpstreamState state) {
        states.add(state);
    }

    @Override
    public void close() throws Exception {
        CompletableFuture<?>[] stops =
                upstreams.stream().map(StdioUpstream::stop).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(stops).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(newProcesses()).isEmpty();
        assertThat(orphans()).isEmpty();
        timer.stop();
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    /** Processes of our servers whose parent has ended. */
    private static List<ProcessHandle> orphans() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").matches("(?s).*(FaultyServer|sleep 600).*"))
                .filter(process ->
                        process.parent().map(parent -> parent.pid() == 1).orElse(true))
                .toList();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("mehari-"))
                .toList();
    }
}
