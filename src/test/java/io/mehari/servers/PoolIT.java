package io.mehari.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.stdio.FaultyServer;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mock.env.MockEnvironment;

/** Servers with several processes, from the file to the processes. */
class PoolIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Set<Long> before = processes();
    private final HashedWheelTimer timer = new HashedWheelTimer(new DefaultThreadFactory("mehari-test-timer", true));
    private final UpstreamFactory connections = new UpstreamFactory(timer, Clock.systemUTC());
    private final MockEnvironment settings = new MockEnvironment();
    private Upstream upstream;

    @AfterEach
    void end() {
        upstream.stop().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        connections.close();
        timer.stop();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(children()).isEmpty());
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:stateless")
    void aServerHasOneProcessUnlessItIsStateless() {
        start(server -> server.put("stateless", false));
        assertThat(children()).hasSize(1);
    }

    @Test
    @ChangesBehaviour("mcp-servers.json:pool.min")
    @ChangesBehaviour("mcp-servers.json:pool.max")
    void aStatelessServerHasSoManyProcessesAndMoreUnderLoad() throws Exception {
        start(server ->
                server.put("stateless", true).putObject("pool").put("min", 2).put("max", 3));
        awaitChildren(2);
        await().atMost(LIMIT).untilAsserted(() -> {
            call("silent-call");
            assertThat(children()).hasSize(3);
        });
        for (int i = 0; i < 10; i++) {
            call("silent-call");
        }
        assertThat(answer()).contains("ok");
        assertThat(children()).hasSize(3);
    }

    @Test
    @ChangesBehaviour("mehari.servers.pool-min")
    @ChangesBehaviour("mehari.servers.pool-max")
    void aStatelessServerThatDoesNotSayHasAsManyProcessesAsAreSetForAll() {
        settings.setProperty("mehari.servers.pool-min", "3");
        settings.setProperty("mehari.servers.pool-max", "4");
        start(server -> server.put("stateless", true));
        awaitChildren(3);
        await().atMost(LIMIT).untilAsserted(() -> {
            call("silent-call");
            assertThat(children()).hasSize(4);
        });
        for (int i = 0; i < 10; i++) {
            call("silent-call");
        }
        assertThat(children()).hasSize(4);
    }

    @Test
    void aProcessThatDiesIsMissedByNobodyAndReplaced() throws Exception {
        start(server ->
                server.put("stateless", true).putObject("pool").put("min", 2).put("max", 2));
        awaitChildren(2);
        await().atMost(LIMIT)
                .until(() -> upstream.members().stream().allMatch(each -> each.state() == UpstreamState.READY));
        Set<Long> first = children();
        ProcessHandle.of(first.iterator().next()).orElseThrow().destroyForcibly();
        await().atMost(LIMIT).until(() -> upstream.status().lastError().isPresent());
        assertThat(upstream.state()).isEqualTo(UpstreamState.READY);
        assertThat(answer()).contains("ok");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(children()).hasSize(2).isNotEqualTo(first));
        assertThat(answer()).contains("ok");
    }

    private void start(Consumer<ObjectNode> keys) {
        ObjectNode file = Json.object();
        ObjectNode server = file.putObject("mcpServers").putObject("pooled");
        server.put(
                "command",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ArrayNode args = server.putArray("args");
        List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FaultyServer.class.getName(),
                        "tools",
                        "silent-call",
                        "plain")
                .forEach(args::add);
        keys.accept(server);
        UpstreamSettings pooled = McpServersFile.of(Duration.ofMinutes(5), ServersSettings.of(settings), Map.of())
                .read(new ByteArrayResource(Json.bytes(file)))
                .get(0);
        upstream = connections.connect(pooled, new Silent());
        upstream.start();
        await().atMost(LIMIT).until(() -> upstream.state() == UpstreamState.READY);
    }

    /** All of them started and ready. */
    private void awaitChildren(int number) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(children()).hasSize(number));
    }

    private void call(String tool) {
        upstream.callTool(tool, Json.object(), progress -> {});
    }

    private String answer() throws Exception {
        return upstream.callTool("plain", Json.object(), progress -> {})
                .result()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .toString();
    }

    private Set<Long> children() {
        Set<Long> children = processes();
        children.removeAll(before);
        return children;
    }

    private static Set<Long> processes() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static final class Silent implements UpstreamListener {
        @Override
        public void offerChanged(Upstream upstream, Offer.Kind kind) {
            // Asked for where it is needed.
        }

        @Override
        public void stateChanged(Upstream upstream, UpstreamState state) {
            // Asked for where it is needed.
        }
    }
}
