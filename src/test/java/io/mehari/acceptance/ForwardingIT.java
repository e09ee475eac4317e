package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.RedisProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** MCP clients whose requests reach now one and now the other of two gateways, as behind a load balancer that knows nothing of sessions. */
@Timeout(180)
class ForwardingIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SECRET = "a secret that all instances share";
    private static final String CALL =
            "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'camel__current_time'}}";
    private static final String GREET = "asking__greet";

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final RedisProgram redis = opened(RedisProgram.started());
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    @ChangesBehaviour("mehari.mcp.forwarding.enabled")
    @ChangesBehaviour("mehari.mcp.forwarding.secret")
    void aSessionIsServedWhicheverGatewayIsAsked() throws Exception {
        GatewayUnderTest one = gateway("one", Map.of());
        GatewayUnderTest two = gateway("two", Map.of());
        String session = begin(one);
        assertThat(session).matches("[A-Za-z0-9_-]{32}\\.[0-9a-f]{16}");

        HttpResponse<String> there = mcp(two, CALL, "mcp-session-id", session);
        assertThat(there.statusCode()).isEqualTo(200);
        assertThat(McpMessages.message(there.body()).has("result")).isTrue();
        assertThat(there.headers().allValues("x-request-id")).hasSize(1);
        assertThat(mcp(one, CALL, "mcp-session-id", session).statusCode()).isEqualTo(200);
        assertThat(mcp(two, "{'jsonrpc':'2.0','method':'notifications/initialized'}", "mcp-session-id", session)
                        .statusCode())
                .isEqualTo(202);
        assertThat(two.get("/metrics/prometheus").body())
                .contains("mehari_mcp_forwarded_total{result=\"forwarded\"} 2");

        HttpResponse<String> ended =
                two.send(two.request("/mcp").header("mcp-session-id", session).DELETE());
        assertThat(ended.statusCode()).isEqualTo(200);
        assertThat(mcp(two, CALL, "mcp-session-id", session).statusCode()).isEqualTo(404);
        assertThat(mcp(one, CALL, "mcp-session-id", session).statusCode()).isEqualTo(404);
    }

    @Test
    void aStreamAtAnotherGatewayCarriesQuestionsAndAnswers() throws Exception {
        GatewayUnderTest one = asking("one");
        GatewayUnderTest two = gateway("two", Map.of());
        String session = begin(one);
        try (BufferedReader stream = stream(two, "/mcp", "mcp-session-id", session)) {
            var answer = client.sendAsync(
                    post(
                                    two,
                                    "/mcp",
                                    "{'jsonrpc':'2.0','id':7,'method':'tools/call','params':{'name':'asking__greet'}}")
                            .header("mcp-session-id", session)
                            .build(),
                    BodyHandlers.ofInputStream());
            try (BufferedReader called = reader(answer.join())) {
                JsonNode question = nextData(called, "elicitation/create");
                String told = McpMessages.told(question);
                assertThat(mcp(two, told, "mcp-session-id", session).statusCode())
                        .isEqualTo(202);
                assertThat(nextData(called, "Hello Ann").path("id").asInt()).isEqualTo(7);
            }
            assertThat(two.send(two.request("/mcp")
                                    .header("mcp-session-id", session)
                                    .DELETE())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(stream.lines())
                    .as("the stream ends with its session")
                    .noneMatch(line -> line.startsWith("data: {\"error"));
        }
    }

    @Test
    void aClientOfTheOldTransportMayPostToAnotherGateway() throws Exception {
        GatewayUnderTest one = gateway("one", Map.of());
        GatewayUnderTest two = gateway("two", Map.of());
        try (BufferedReader stream = stream(one, "/sse")) {
            String address = next(stream, "data: /messages").substring("data: ".length());
            String begin = McpMessages.INITIALIZE.replace("2025-06-18", "2024-11-05");
            HttpResponse<String> taken = two.send(post(two, address, begin));
            assertThat(taken.statusCode()).isEqualTo(202);
            assertThat(nextData(stream, "serverInfo").path("id").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aCallThatWaitsForItsClientIsTakenUpThroughAnotherGateway() throws Exception {
        GatewayUnderTest one = asking("one");
        GatewayUnderTest two = asking("two");
        String[] headers = McpMessages.modernHeaders(GREET);
        JsonNode asked = McpMessages.message(
                mcp(one, McpMessages.modern(GREET, ""), headers).body());
        assertThat(asked.at("/result/resultType").asText()).as(asked.toString()).isEqualTo("input_required");
        String retry = McpMessages.modern(GREET, McpMessages.retried(asked));

        JsonNode answer = McpMessages.message(mcp(two, retry, headers).body());

        assertThat(answer.at("/result/content/0/text").asText())
                .as(answer.toString())
                .isEqualTo("Hello Ann");
        assertThat(two.get("/metrics/prometheus").body())
                .contains("mehari_mcp_forwarded_total{result=\"forwarded\"} 1");
    }

    @Test
    void aSessionWhoseGatewayIsGoneIsUnknownSoThatTheClientBeginsAgain() throws Exception {
        GatewayUnderTest one = gateway("one", Map.of());
        GatewayUnderTest two = gateway("two", Map.of());
        String session = begin(one);
        assertThat(mcp(two, CALL, "mcp-session-id", session).statusCode()).isEqualTo(200);
        one.close();
        await().atMost(LIMIT)
                .until(() -> mcp(two, CALL, "mcp-session-id", session).statusCode() == 404);
        String random = session.substring(0, session.indexOf('.'));
        for (String foreign : List.of(random, random + ".", random + ".0000000000000000", random + ".../x", "a.b.c")) {
            assertThat(mcp(two, CALL, "mcp-session-id", foreign).statusCode())
                    .as(foreign)
                    .isEqualTo(404);
        }
    }

    @Test
    void anInstanceThatDoesNotAnswerIsSaidAndNothingHangs() throws Exception {
        GatewayUnderTest two = gateway("two", Map.of());
        String dead = "00000000000000aa";
        redis.command("SET", "mcp:session-owner:" + dead, "http://127.0.0.1:" + GatewayUnderTest.freePort());
        HttpResponse<String> answer = mcp(two, CALL, "mcp-session-id", "x." + dead);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
        assertThat(answer.body()).contains("cannot be reached", "Nothing was done");
        redis.command("SET", "mcp:session-owner:00000000000000bb", "file:///etc/passwd");
        assertThat(mcp(two, CALL, "mcp-session-id", "x.00000000000000bb").statusCode())
                .isEqualTo(404);
        redis.command("RPUSH", "mcp:session-owner:00000000000000cc", "a");
        assertThat(mcp(two, CALL, "mcp-session-id", "x.00000000000000cc").statusCode())
                .isEqualTo(503);
        redis.stop();
        assertThat(mcp(two, CALL, "mcp-session-id", "x.00000000000000dd").statusCode())
                .isEqualTo(503);
        String own = begin(two);
        assertThat(mcp(two, CALL, "mcp-session-id", own).statusCode())
                .as("its own")
                .isEqualTo(200);
    }

    @Test
    void largeMessagesArePassedOnWhole() throws Exception {
        GatewayUnderTest one = gateway("one", Map.of("asking", "true")).awaitTools(List.of("asking"));
        GatewayUnderTest two = gateway("two", Map.of());
        String session = begin(one);
        String text = "0123456789".repeat(300_000);
        String call =
                "{'jsonrpc':'2.0','id':9,'method':'tools/call','params':{'name':'asking__echo','arguments':{'text':'"
                        + text + "'}}}";
        HttpResponse<String> answer = mcp(two, call, "mcp-session-id", session);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(McpMessages.message(answer.body())
                        .at("/result/content/0/text")
                        .asText())
                .isEqualTo(text);
    }

    /** An instance that dies before its answer, and one that dies within it. */
    @Test
    void whatAnInstanceHasNotSaidToItsEndIsNotTakenForTheWhole() throws Exception {
        GatewayUnderTest two = gateway("two", Map.of());
        String before = owner("00000000000000a1", "");
        HttpResponse<String> lost = mcp(two, CALL, "mcp-session-id", "x." + before);
        assertThat(lost.statusCode()).isEqualTo(502);
        assertThat(lost.body()).contains("may have been done");
        String within = owner(
                "00000000000000a2",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"half\":");
        assertThatThrownBy(() -> mcp(two, CALL, "mcp-session-id", "x." + within))
                .isInstanceOf(UncheckedIOException.class);
        String garbage = owner("00000000000000a3", "SSH-2.0-OpenSSH_9.2p1\r\n\r\n");
        assertThat(mcp(two, CALL, "mcp-session-id", "x." + garbage).statusCode())
                .isEqualTo(502);
        assertThat(mcp(two, CALL, "mcp-session-id", begin(two)).statusCode())
                .as("nothing is left behind")
                .isEqualTo(200);
    }

    /** An instance that reads one request, says this, and ends. */
    private String owner(String name, String said) throws IOException {
        ServerSocket listening = opened(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
        redis.command("SET", "mcp:session-owner:" + name, "http://127.0.0.1:" + listening.getLocalPort());
        Thread thread = new Thread(() -> {
            try (Socket socket = listening.accept()) {
                InputStream in = socket.getInputStream();
                StringBuilder read = new StringBuilder();
                while (read.indexOf("current_time") < 0) {
                    read.append((char) in.read());
                }
                in.readNBytes(in.available());
                socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // the test has ended
            }
        });
        thread.setDaemon(true);
        thread.start();
        return name;
    }

    /** One names the other as the owner of everything: a request goes one way once. */
    @Test
    void aRequestGoesToOneOtherInstanceAtMostAndOnlyWithTheSecret() throws Exception {
        GatewayUnderTest one = gateway("one", Map.of());
        GatewayUnderTest two = gateway("two", Map.of());
        String round = "00000000000000ee";
        redis.command("SET", "mcp:session-owner:" + round, two.base().toString());
        HttpResponse<String> answer = mcp(one, CALL, "mcp-session-id", "x." + round);
        assertThat(answer.statusCode())
                .as("two does not send it to itself again: %s", answer.body())
                .isEqualTo(404);
        assertThat(two.get("/metrics/prometheus").body())
                .contains("mehari_mcp_forwarded_total{result=\"forwarded\"} 0");
        assertThat(mcp(one, CALL, "mcp-session-id", begin(one), "x-mehari-hop", "guessed")
                        .statusCode())
                .isEqualTo(403);
        GatewayUnderTest stranger = gateway("three", Map.of("mehari.mcp.forwarding.secret", SECRET + " not"));
        assertThat(mcp(stranger, CALL, "mcp-session-id", begin(one)).statusCode())
                .isEqualTo(403);
    }

    private GatewayUnderTest asking(String name) throws IOException {
        return gateway(name, Map.of("asking", "true")).awaitTools(List.of("asking"));
    }

    private GatewayUnderTest gateway(String name, Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(more);
        String servers = settings.remove("asking") == null
                ? "{\"mcpServers\":{}}"
                : new Servers().java("asking", AskingServer.class.getName()).toString();
        int port = GatewayUnderTest.freePort();
        settings.put("mehari.data.port", Integer.toString(port));
        settings.put("mehari.redis.url", redis.url());
        settings.put("mehari.mcp.forwarding.enabled", "true");
        settings.putIfAbsent("mehari.mcp.forwarding.secret", SECRET);
        Path folder = Files.createDirectories(directory.resolve(name));
        GatewayUnderTest gateway = opened(GatewayUnderTest.start(folder, servers, settings));
        await().atMost(LIMIT)
                .until(() -> owners().stream()
                        .anyMatch(owner -> redis.command("GET", owner).contains(":" + port)));
        return gateway;
    }

    private List<String> owners() {
        return redis.command("KEYS", "mcp:session-owner:*")
                .lines()
                .filter(line -> line.startsWith("mcp:"))
                .toList();
    }

    private static String begin(GatewayUnderTest gateway) {
        return mcp(gateway, McpMessages.INITIALIZE)
                .headers()
                .firstValue("mcp-session-id")
                .orElseThrow();
    }

    private static HttpResponse<String> mcp(GatewayUnderTest gateway, String message, String... headers) {
        HttpRequest.Builder request = post(gateway, "/mcp", message);
        return gateway.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpRequest.Builder post(GatewayUnderTest gateway, String path, String message) {
        return gateway.request(path)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(message.replace('\'', '"')));
    }

    private BufferedReader stream(GatewayUnderTest gateway, String path, String... headers) throws Exception {
        HttpRequest.Builder request = gateway.request(path).header("Accept", "text/event-stream");
        HttpRequest built =
                (headers.length == 0 ? request : request.headers(headers)).GET().build();
        HttpResponse<InputStream> response = client.send(built, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        return reader(response);
    }

    private static BufferedReader reader(HttpResponse<InputStream> response) {
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static String next(BufferedReader stream, String beginning) throws IOException {
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new AssertionError("The stream has ended without " + beginning);
    }

    private static JsonNode nextData(BufferedReader stream, String containing) throws IOException {
        String line = next(stream, "data:");
        while (!line.contains(containing)) {
            line = next(stream, "data:");
        }
        return Json.read(line.substring("data:".length()).strip());
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(0, part);
        return part;
    }
}
