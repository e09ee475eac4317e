package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayCommand;
import io.mehari.support.GatewayUnderTest;
import io.mehari.upstream.http.FaultyHttpServer;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM to a gateway of its own JVM while slow calls are in flight. */
class ShutdownIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int CALLS = 10;
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    @TempDir
    Path directory;

    private final int port = GatewayUnderTest.freePort();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private FaultyHttpServer remote;
    private Process gateway;

    @BeforeEach
    void startServer() throws IOException {
        remote = new FaultyHttpServer();
        remote.onCall = (request, out) -> {
            remote.release.await();
            remote.result(request, out, "late but there");
        };
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        remote.close();
        if (gateway != null) {
            gateway.destroyForcibly().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void everyCallInFlightIsAnsweredBeforeServersEnd() throws Exception {
        start("--mehari.shutdown.drain=3m");
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(call("remote/run", "{}"));
            calls.add(call("local/steady-progress", "{\"times\": 40}"));
        }
        Awaitility.await().atMost(LIMIT).until(() -> remote.calls().size() == CALLS && inFlight("local") == CALLS);
        List<ProcessHandle> children = gateway.descendants().toList();
        assertThat(children).isNotEmpty();
        try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
            open.setSoTimeout((int) LIMIT.toMillis());
            gateway.destroy();
            Awaitility.await().atMost(LIMIT).until(this::takesNoCalls);
            assertThat(calls.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
                    .allMatch(response -> response.statusCode() == 200);
            assertThat(remote.requests).noneMatch(request -> request.method().equals("DELETE"));
            assertThat(children).allMatch(ProcessHandle::isAlive);
            assertThat(answer(open))
                    .startsWith("HTTP/1.1 503 ")
                    .containsIgnoringCase("retry-after: 1")
                    .contains("connection: close");
            remote.release.countDown();
            for (int i = 0; i < calls.size(); i++) {
                HttpResponse<String> response = calls.get(i).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                assertThat(response.body()).contains(i % 2 == 0 ? "late but there" : "ok");
            }
        }
        assertThat(gateway.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(remote.executed).hasValue(CALLS);
        assertThat(remote.requests).anyMatch(request -> request.method().equals("DELETE"));
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(output()).doesNotContain("cut off", "ERROR");
    }

    @Test
    @ChangesBehaviour("mehari.shutdown.drain")
    void aCallThatTakesTooLongDoesNotHoldUpTheEnd() throws Exception {
        start("--mehari.shutdown.drain=123ms");
        CompletableFuture<HttpResponse<String>> call = call("remote/run", "{}");
        Awaitility.await().atMost(LIMIT).until(() -> remote.calls().size() == 1);
        gateway.destroy();
        assertThat(gateway.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(output()).contains("have 0.123 s to end", "1 connection of the data plane was closed");
        assertThat(call.handle((response, failure) -> failure != null || response.statusCode() >= 500)
                        .get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(remote.requests).anyMatch(request -> request.method().equals("DELETE"));
    }

    @Test
    @ChangesBehaviour("mehari.data.stop-notice")
    void aConnectionThatIsKeptIsAnsweredAfterTheLastCallHasEnded() throws Exception {
        start("--mehari.data.stop-notice=30s");
        try (Socket kept = new Socket(InetAddress.getLoopbackAddress(), port)) {
            kept.setSoTimeout((int) LIMIT.toMillis());
            gateway.destroy();
            Awaitility.await("the port is closed").atMost(LIMIT).until(this::isRefused);
            // Its requests are served for as long as calls may be on their way: the port is closed before.
            AtomicReference<String> last = new AtomicReference<>();
            Awaitility.await("the gateway takes no more calls").atMost(LIMIT).until(() -> {
                last.set(answer(kept));
                return !last.get().startsWith("HTTP/1.1 200 ");
            });
            assertThat(last.get()).startsWith("HTTP/1.1 503 ").contains("connection: close");
        }
        Awaitility.await("its end, for no connection is left")
                .atMost(LIMIT)
                .until(() -> takesNoCalls() && !gateway.isAlive());
        assertThat(output()).doesNotContain("ERROR");
    }

    private boolean isRefused() {
        try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !refused.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    private void start(String... arguments) throws IOException {
        Servers servers = new Servers().java("local", FaultyServer.class.getName(), "tools", "steady-progress");
        Path file = Files.writeString(
                directory.resolve("servers.json"),
                servers.with(
                                "remote",
                                server -> server.put("type", "streamable-http").put("url", remote.url()))
                        .toString());
        List<String> command = GatewayCommand.with("-Xmx256m");
        command.addAll(List.of("--config", file.toString(), "--port", Integer.toString(port)));
        command.addAll(List.of(arguments));
        gateway = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> {
            assertThat(gateway.isAlive()).as(output()).isTrue();
            return Stream.of("local", "remote")
                    .allMatch(name -> server(name).path("state").asText().equals("ready"));
        });
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("output"), StandardCharsets.UTF_8);
    }

    private JsonNode server(String name) throws UncheckedIOException {
        try {
            JsonNode servers = Json.read(get("/api/v1/servers")).at("/data/servers");
            for (JsonNode server : servers) {
                if (server.path("name").asText().equals(name)) {
                    return server;
                }
            }
            throw new AssertionError("No server " + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int inFlight(String name) {
        return server(name).path("in_flight").asInt();
    }

    private boolean takesNoCalls() {
        try {
            return http.send(request("/health/live").build(), BodyHandlers.ofString())
                            .statusCode()
                    == 503;
        } catch (IOException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The head of what a new request gets on a connection that was open before the end began; the body is read over. */
    private static String answer(Socket open) throws IOException {
        open.getOutputStream()
                .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        InputStream in = open.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("a byte after: %s", head).isNotNegative();
            head.append((char) next);
        }
        Matcher length = CONTENT_LENGTH.matcher(head);
        in.skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
        return head.toString();
    }

    private CompletableFuture<HttpResponse<String>> call(String path, String body) {
        HttpRequest request = request("/" + path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    private String get(String path) {
        return http.sendAsync(request(path).build(), BodyHandlers.ofString())
                .join()
                .body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(LIMIT);
    }
}
