package io.mehari.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.protocol.Json;
import io.mehari.upstream.HeaderForwarding;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.http.FaultyHttpServer.Request;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Headers of a caller go with the requests of its call, and with nothing else that the shared session sends. */
class ForwardedHeadersIT {
    private static final ClientHeaders ANNA = ClientHeaders.of(Map.of("x-user", "anna", "authorization", "Bearer t"));

    private final HttpFixture fixture = new HttpFixture();
    private FaultyHttpServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = new FaultyHttpServer();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
        server.close();
    }

    @Test
    void headersGoWithTheCallAndNotWithTheSession() throws Exception {
        Upstream upstream = ready(Map.of("Authorization", "Bearer of-the-file"));
        call(upstream, ANNA);
        call(upstream, ClientHeaders.NONE);
        call(upstream, ClientHeaders.of(Map.of("x-user", "ben")));

        List<Request> calls = server.calls();
        assertThat(calls).extracting(call -> call.header("x-user")).containsExactly("anna", null, "ben");
        assertThat(calls)
                .extracting(call -> call.header("authorization"))
                .containsExactly("Bearer t", "Bearer of-the-file", "Bearer of-the-file");
        assertThat(server.requests)
                .filteredOn(request -> !request.rpc().equals("tools/call"))
                .isNotEmpty()
                .allSatisfy(request -> {
                    assertThat(request.header("x-user")).isNull();
                    assertThat(request.header("authorization")).isEqualTo("Bearer of-the-file");
                });
    }

    @Test
    void aCallThatIsSentAgainInANewSessionHasTheSameHeaders() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        server.onCall = (request, out) -> {
            if (refused.getAndIncrement() == 0) {
                FaultyHttpServer.status(out, "404 Not Found", "", "no such session");
            } else {
                server.result(request, out, "ok");
            }
        };
        server.onPing = (request, out) -> {
            if (request.header("mcp-session-id").equals("s1")) {
                FaultyHttpServer.status(out, "404 Not Found", "", "no such session");
            } else {
                FaultyHttpServer.json(out, FaultyHttpServer.answerTo(request.id(), "pong"));
            }
        };
        call(ready(Map.of()), ANNA);

        assertThat(server.calls()).extracting(call -> call.header("x-user")).containsExactly("anna", "anna");
        assertThat(server.initialized).hasValue(2);
    }

    @Test
    void anAnswerThatIsTakenUpAgainIsAskedForWithTheSameHeaders() throws Exception {
        server.onCall = (request, out) -> {
            FaultyHttpServer.stream(out);
            FaultyHttpServer.raw(out, "id: e1\nretry: 10\ndata:\n\n");
            server.onGet = (resumed, rest) -> {
                if (resumed.header("last-event-id") == null) {
                    FaultyHttpServer.status(rest, "405 Method Not Allowed", "", "");
                    return;
                }
                FaultyHttpServer.stream(rest);
                FaultyHttpServer.raw(rest, "id: e2\ndata: " + FaultyHttpServer.answerTo(request.id(), "late") + "\n\n");
                throw new IOException("the end of the stream");
            };
            throw new IOException("cut");
        };
        call(ready(Map.of()), ANNA);

        assertThat(server.requests)
                .filteredOn(request -> "e1".equals(request.header("last-event-id")))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.header("x-user")).isEqualTo("anna"));
    }

    private Upstream ready(Map<String, String> headers) {
        Upstream upstream = fixture.upstream(new HttpSettings(
                URI.create(server.url()),
                Transport.STREAMABLE_HTTP,
                headers,
                Optional.empty(),
                Optional.empty(),
                new HeaderForwarding(List.of("x-user", "authorization"), List.of())));
        upstream.start();
        fixture.awaitState(upstream, UpstreamState.READY);
        return upstream;
    }

    private static void call(Upstream upstream, ClientHeaders headers) throws Exception {
        upstream.callTool("run", Json.object(), headers, ProgressListener.NONE)
                .result()
                .get(20, TimeUnit.SECONDS);
    }
}
