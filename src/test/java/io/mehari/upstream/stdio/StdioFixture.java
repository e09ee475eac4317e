package io.mehari.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.support.UpstreamFixture;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import io.mehari.upstream.UpstreamState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Upstreams on real child processes, and the proof that nothing of them is left. */
final class StdioFixture extends UpstreamFixture {
    final List<Integer> toolCounts = new CopyOnWriteArrayList<>();
    private final Set<ProcessHandle> before = children();

    /** An upstream, not started, whose server is a main class of the test class path. */
    StdioUpstream upstream(StdioLimits limits, Class<?> main, String... args) {
        return upstream(limits, Map.of(), main, args);
    }

    StdioUpstream upstream(StdioLimits limits, Map<String, String> env, Class<?> main, String... args) {
        List<String> arguments = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Dmehari.test.jvm=" + FaultyServer.STARTED_BY,
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
        return added(new StdioUpstream(upstream, this, timer, Clock.systemUTC(), limits));
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

    void awaitStates(UpstreamState... first) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(states).startsWith(first));
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
    public void close() throws Exception {
        stopAll();
        assertThat(newProcesses()).isEmpty();
        assertThat(orphans()).isEmpty();
        timer.stop();
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(threads("mehari-.*")).isEmpty());
    }

    /** Processes of servers that this JVM has started, as others may run tests beside it, whose parent has ended. */
    private static List<ProcessHandle> orphans() {
        String ours = "(?s).*(-Dmehari.test.jvm=" + FaultyServer.STARTED_BY + " |sleep " + FaultyServer.SLEEP + ").*";
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").matches(ours))
                .filter(process ->
                        process.parent().map(parent -> parent.pid() == 1).orElse(true))
                .toList();
    }
}
