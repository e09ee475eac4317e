package io.mehari.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.bench.HttpEchoServer;
import io.mehari.protocol.Json;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import io.mehari.support.Trials;
import io.mehari.upstream.ReferenceOffer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.UpstreamState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUpstreamIT {
    private final HttpFixture fixture = new HttpFixture();

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
    }

    @Test
    void connectsAndCalls() throws Exception {
        try (HttpEchoServer server = HttpEchoServer.start(0)) {
            Upstream upstream = fixture.ready("http://127.0.0.1:" + server.port() + "/mcp", Transport.STREAMABLE_HTTP);
            assertThat(HttpFixture.echo(upstream, "grüß")).isEqualTo("grüß");
            assertThat(upstream.status().transport()).isEqualTo("streamable-http");
            assertThat(upstream.status().protocolVersion()).contains("2025-11-25");
            assertThat(fixture.states).containsExactly(UpstreamState.JOINING, UpstreamState.READY);
        }
    }

    @Test
    void answersManyCallersAtOnce() throws Exception {
        try (HttpEchoServer server = HttpEchoServer.start(0)) {
            Upstream upstream = fixture.ready("http://127.0.0.1:" + server.port() + "/mcp", Transport.STREAMABLE_HTTP);
            List<UpstreamCall> calls = IntStream.range(0, Trials.count(2_000, 10_000))
                    .mapToObj(i ->
                            HttpFixture.call(upstream, "echo", Json.object().put("message", "m" + i)))
                    .toList();
            for (int i = 0; i < calls.size(); i++) {
                assertThat(HttpFixture.result(calls.get(i))
                                .at("/content/0/text")
                                .asText())
                        .isEqualTo("m" + i);
            }
            assertThat(upstream.status().inFlight()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "streamableHttp, STREAMABLE_HTTP, streamable-http",
        "streamableHttp, PROBE, streamable-http",
        "sse, SSE, sse",
        "sse, PROBE, sse"
    })
    @Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
    void talksToTheReferenceServer(String mode, Transport transport, String found) throws Exception {
        try (EverythingServer server = new EverythingServer(mode)) {
            server.start();
            Upstream upstream = fixture.ready(server.url(), transport);
            assertThat(upstream.status().transport()).isEqualTo(found);
            assertThat(upstream.tools()).hasSizeGreaterThan(5);
            assertThat(HttpFixture.echo(upstream, "hello")).contains("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamableHttp", "sse"})
    @Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
    void readsTheWholeOfferOfTheReferenceServer(String mode) throws Exception {
        try (EverythingServer server = new EverythingServer(mode)) {
            server.start();
            ReferenceOffer.require(fixture.ready(server.url(), Transport.PROBE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamableHttp", "sse"})
    @Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
    void passesProgressOfTheReferenceServer(String mode) throws Exception {
        try (EverythingServer server = new EverythingServer(mode)) {
            server.start();
            Upstream upstream = fixture.ready(server.url(), Transport.PROBE);
            List<ObjectNode> heard = new CopyOnWriteArrayList<>();
            UpstreamCall call = upstream.callTool(
                    "trigger-long-running-operation",
                    Json.object().put("duration", 1).put("steps", 3),
                    heard::add);
            HttpFixture.result(call);
            assertThat(heard).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamableHttp", "sse"})
    @Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
    void callsAgainAfterTheServerWasRestarted(String mode) throws Exception {
        try (EverythingServer server = new EverythingServer(mode)) {
            server.start();
            Upstream upstream = fixture.ready(server.url(), Transport.PROBE);
            HttpFixture.echo(upstream, "before");
            server.kill();
            await().atMost(HttpFixture.LIMIT).until(() -> upstream.state() != UpstreamState.READY);
            server.start();
            HttpFixture.awaitState(upstream, UpstreamState.READY);
            assertThat(HttpFixture.echo(upstream, "after")).contains("after");
            assertThat(upstream.status().restarts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamableHttp", "sse"})
    @Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
    void serverThatIsDownAtTheStartJoinsLater(String mode) throws Exception {
        try (EverythingServer server = new EverythingServer(mode)) {
            Upstream upstream = fixture.upstream(server.url(), Transport.PROBE);
            upstream.start();
            HttpFixture.awaitState(upstream, UpstreamState.WAITING);
            server.start();
            HttpFixture.awaitState(upstream, UpstreamState.READY);
            assertThat(HttpFixture.echo(upstream, "late")).contains("late");
        }
    }
}
