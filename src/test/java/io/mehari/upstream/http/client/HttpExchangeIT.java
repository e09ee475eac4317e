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
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            if (request.path().equals("/held")) {
                server.release.await();
            } else if (request.path().equals("/lost")) {
                request.socket().close();
            }
            boolean moved = request.path().equals("/mcp");
            FaultyHttpServer.status(
                    out, moved ? "307 Temporary Redirect" : "202 Accepted", "Location: /elsewhere\r\n", "x");
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

    @Test
    void exchangeThatIsAbandonedAfterItsEndLeavesItsConnectionToTheNextOne() throws Exception {
        Request first = new Request(() -> true);
        HttpExchange ended = endpoint.post(endpoint.url().resolve("/first"), Map.of(), MESSAGE, first);
        assertThat(first.status()).isEqualTo(202);
        Request held = post("/held", () -> true);
        await().atMost(LIMIT).until(() -> server.requests.size() == 2);
        ended.abort();
        server.release.countDown();
        assertThat(held.status()).isEqualTo(202);
        assertThat(server.requests.get(1).socket())
                .as("connection")
                .isSameAs(server.requests.get(0).socket());
    }

    @Test
    void afterALostConnectionNoneIsUsedThatWasThereBefore() throws Exception {
        Request held = post("/held", () -> true);
        await().atMost(LIMIT).until(() -> server.requests.size() == 1);
        answered("/first");
        server.release.countDown();
        assertThat(held.status()).isEqualTo(202);
        Set<Socket> before =
                server.requests.stream().map(FaultyHttpServer.Request::socket).collect(Collectors.toSet());
        assertThat(before).as("connections").hasSize(2);

        assertThat(post("/lost", () -> true).end()).failsWithin(LIMIT);

        answered("/second");
        answered("/third");
        assertThat(before).contains(server.requests.get(2).socket());
        assertThat(before).doesNotContain(server.requests.get(3).socket());
        assertThat(server.requests.get(4).socket())
                .as("trusted again")
                .isSameAs(server.requests.get(3).socket());
    }

    @ParameterizedTest
    @ValueSource(strings = {"responded", "body", "ended"})
    void aReceiverThatThrowsHearsOfIt(String where) throws Exception {
        for (Throwable thrown : List.of(new IllegalStateException("broken"), new StackOverflowError("full"))) {
            CompletableFuture<HttpFailure> failure = new CompletableFuture<>();
            endpoint.post(endpoint.url().resolve("/text"), Map.of(), MESSAGE, new Throwing(where, thrown, failure));
            HttpFailure heard = failure.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(heard.kind()).isEqualTo(HttpFailure.Kind.DROPPED);
            assertThat(heard.reason()).contains(thrown.getClass().getSimpleName());
        }
        assertThat(post("/first", () -> true).status()).isEqualTo(202);
    }

    private record Throwing(String where, Throwable thrown, CompletableFuture<HttpFailure> failure)
            implements HttpReceiver {
        @Override
        public void responded(int status, HttpHeaders headers) {
            at("responded");
        }

        @Override
        public void body(ByteBuf part) {
            at("body");
        }

        @Override
        public void ended() {
            at("ended");
        }

        private void at(String place) {
            if (place.equals(where)) {
                throwUnchecked(thrown);
            }
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void throwUnchecked(Throwable thrown) throws T {
            throw (T) thrown;
        }

        @Override
        public void failed(HttpFailure heard) {
            failure.complete(heard);
        }
    }

    private Request answered(String path) throws Exception {
        Request request = post(path, () -> true);
        assertThat(request.status()).isEqualTo(202);
        return request;
    }

    private Request post(String path, BooleanSupplier leaves) {
        Request request = new Request(leaves);
        endpoint.post(endpoint.url().resolve(path), Map.of(), MESSAGE, request);
        return request;
    }

    private static final class Request implements HttpReceiver {
        private final BooleanSupplier leaves;
        private final CompletableFuture<Integer> end = new CompletableFuture<>();
        private volatile int responded;

        Request(BooleanSupplier leaves) {
            this.leaves = leaves;
        }

        CompletableFuture<Integer> end() {
            return end;
        }

        int status() throws Exception {
            return end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public boolean leaving() {
            return leaves.getAsBoolean();
        }

        @Override
        public void responded(int status, HttpHeaders headers) {
            responded = status;
        }

        @Override
        public void body(ByteBuf part) {
            // The status says it all
        }

        @Override
        public void ended() {
            end.complete(responded); // its connection is unused by now
        }

        @Override
        public void failed(HttpFailure failure) {
            end.completeExceptionally(new IllegalStateException(failure.reason()));
        }
    }
}
