package io.mehari.upstream.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.http.FaultyHttpServer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.resolver.DefaultNameResolver;
import io.netty.util.HashedWheelTimer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpExchangeIT {
    private static final byte[] MESSAGE = "{\"method\":\"any\"}".getBytes(StandardCharsets.UTF_8);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final HashedWheelTimer timer = new HashedWheelTimer();
    private FaultyHttpServer server;
    private HttpEndpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        server = new FaultyHttpServer(0, (request, out) -> {
            boolean moved = request.path().equals("/mcp");
            FaultyHttpServer.status(
                    out, moved ? "307 Temporary Redirect" : "202 Accepted", "Location: /elsewhere\r\n", "");
        });
        HttpSettings settings = new HttpSettings(
                URI.create(server.url()), Transport.STREAMABLE_HTTP, Map.of(), Optional.empty(), Optional.empty());
        endpoint = new HttpEndpoint(
                settings, loops, timer, new DefaultNameResolver(loops.next()), 1, LIMIT, LIMIT, Runnable::run);
    }

    @AfterEach
    void stop() throws Exception {
        endpoint.close();
        server.close();
        timer.stop();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    @Test
    void requestGivenUpBeforeItsFirstByteIsNotSentOnANewConnectionNorOnAnOldOne() throws Exception {
        Request givenUp = post("/new", () -> false);
        assertThat(post("/first", () -> true).status()).isEqualTo(202);
        Request givenUpToo = post("/old", () -> false);
        assertThat(post("/second", () -> true).status()).isEqualTo(202);
        assertThat(server.requests).extracting(FaultyHttpServer.Request::path).containsExactly("/first", "/second");
        assertThat(List.of(givenUp.end(), givenUpToo.end())).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void redirectedRequestIsAskedOnceWhetherItLeaves() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        assertThat(post("/mcp", () -> asked.complete(null)).status()).isEqualTo(202);
        assertThat(server.requests).extracting(FaultyHttpServer.Request::path).containsExactly("/mcp", "/elsewhere");
    }

    @Test
    void openConnectionHoldsNothingOfTheExchangesItHadBefore() throws Exception {
        WeakReference<Request> ended = new WeakReference<>(answered("/first"));
        await().atMost(LIMIT).untilAsserted(() -> {
            System.gc();
            assertThat(ended.get()).isNull();
        });
        assertThat(post("/second", () -> true).status()).isEqualTo(202);
        assertThat(server.requests)
                .extracting(FaultyHttpServer.Request::socket)
                .as("connections")
                .containsOnly(server.requests.get(0).socket());
    }

    private Request answered(String path) throws Exception {
        Request request = post(path, () -> true);
        assertThat(request.status()).isEqualTo(202);
        return request;
    }

    private Request post(String path, BooleanSupplier leaves) {
        Request request = new Request(leaves, new CompletableFuture<>());
        endpoint.post(endpoint.url().resolve(path), Map.of(), MESSAGE, request);
        return request;
    }

    private record Request(BooleanSupplier leaves, CompletableFuture<Integer> end) implements HttpReceiver {
        int status() throws Exception {
            return end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public boolean leaving() {
            return leaves.getAsBoolean();
        }

        @Override
        public void responded(int status, HttpHeaders headers) {
            end.complete(status);
        }

        @Override
        public void body(ByteBuf part) {
            // Empty
        }

        @Override
        public void ended() {
            // The status says it all
        }

        @Override
        public void failed(HttpFailure failure) {
            end.completeExceptionally(new IllegalStateException(failure.reason()));
        }
    }
}
