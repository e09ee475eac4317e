package io.mehari.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.bench.EchoServer;
import io.mehari.protocol.Json;
import io.mehari.upstream.UpstreamState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StdioUpstreamIT {
    private final StdioFixture fixture = new StdioFixture();

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
    }

    @Test
    void connectsAndCalls() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.upstream(StdioLimits.DEFAULTS, EchoServer.class));
        assertThat(StdioFixture.echo(upstream, "hello")).isEqualTo("hello");
        assertThat(upstream.tools())
                .extracting(tool -> tool.path("name").asText())
                .containsExactly("echo", "count", "sleep");
        assertThat(upstream.status().protocolVersion()).contains("2025-11-25");
        assertThat(upstream.status().serverInfo())
                .contains(Json.object().put("name", "echo").put("version", "1"));
        assertThat(fixture.states).containsExactly(UpstreamState.JOINING, UpstreamState.READY);
    }

    @Test
    void answersTheNextCallAfterAKill() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.upstream(StdioLimits.DEFAULTS, EchoServer.class));
        fixture.newProcesses().forEach(ProcessHandle::destroyForcibly);
        fixture.awaitStates(UpstreamState.JOINING, UpstreamState.READY, UpstreamState.JOINING);
        assertThat(StdioFixture.echo(upstream, "again")).isEqualTo("again");
        assertThat(upstream.status().restarts()).isEqualTo(1);
        assertThat(upstream.status().lastError()).contains("exited with code 137 (signal 9)");
    }
}
