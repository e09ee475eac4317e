package io.mehari.endpoint.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Scope;
import io.mehari.component.websocket.Command;
import io.mehari.component.websocket.CommandRegistry;
import io.mehari.component.websocket.LiveSocket;
import io.mehari.component.websocket.SocketEvents;
import io.mehari.component.websocket.SocketHub;
import io.mehari.endpoint.command.CommandLimits;
import io.mehari.endpoint.command.CommandListener;
import io.mehari.endpoint.command.LiveAccess;
import io.mehari.event.AlertRaised;
import io.mehari.event.AlertSeverity;
import io.mehari.event.GatewayEvents;
import io.mehari.notification.Notification;
import io.mehari.notification.NotificationSettings;
import io.mehari.notification.Notifier;
import io.mehari.notification.Subscriber.Medium;
import io.mehari.protocol.Json;
import io.mehari.security.AccessRules;
import io.mehari.security.FailedKeys;
import io.mehari.security.KeyHash;
import io.mehari.security.OriginRules;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.LiveClient;
import io.netty.util.HashedWheelTimer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** The server of the live plane over real connections, without a gateway behind it. */
class LiveServerTest {
    private static final SecuritySettings OPEN = new SecuritySettings(false, List.of(), List.of());
    private static final SecuritySettings KEYS = new SecuritySettings(
            false,
            List.of(
                    new ApiKey("ops", KeyHash.of("monitor"), EnumSet.of(Scope.MONITOR)),
                    new ApiKey("agent", KeyHash.of("caller"), EnumSet.of(Scope.CALL))),
            List.of());

    private final GatewayEvents events = new GatewayEvents();
    private final SocketHub hub = new SocketHub();
    private final LongAdder dropped = new LongAdder();
    private final HashedWheelTimer timer = new HashedWheelTimer();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Notifier notifier = new Notifier(
            events, new NotificationSettings(Duration.ofMillis(100), 1000, 100, false), () -> false, Clock.systemUTC());

    private LiveServer server;
    private int port;

    private static LiveSettings settings(int connections, int queue, Duration slow, Duration keepAlive) {
        return new LiveSettings(
                true, "127.0.0.1", 0, connections, DataSize.ofKilobytes(64), queue, slow, keepAlive, 1000, 32);
    }

    private void start(SecuritySettings security) throws Exception {
        start(security, settings(100, 1000, Duration.ofSeconds(30), Duration.ofSeconds(15)));
    }

    private void start(SecuritySettings security, LiveSettings settings) throws Exception {
        LiveAccess access = new LiveAccess(
                new AccessRules(security), new FailedKeys(System::nanoTime), new OriginRules(security, true, false));
        CommandRegistry commands = new CommandRegistry();
        commands.add(new Command(
                "echo", Scope.MONITOR, "echo", (call, params) -> CompletableFuture.completedFuture(params)));
        CommandListener listener =
                CommandListener.of(commands, notifier, access, new CommandLimits(settings.messagesPerSecond(), 32));
        SocketHub.OWN.forEach(path -> hub.listen(path, listener));
        hub.listen("/prices", new SocketEvents() {
            @Override
            public Optional<Scope> scope() {
                return Optional.of(Scope.MONITOR);
            }

            @Override
            public void message(LiveSocket socket, String text) {
                received.add(text);
            }
        });
        server = new LiveServer(new LiveParts(settings, access, hub, notifier, timer, dropped));
        port = server.start();
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        timer.stop();
    }

    private LiveClient open(String path, String... headers) {
        return LiveClient.open("ws://127.0.0.1:" + port + path, headers);
    }

    private int refused(String path, String... headers) {
        try (LiveClient client = open(path, headers)) {
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void alert(String key) {
        events.publish(new AlertRaised(key, AlertSeverity.WARNING, "text", "remedy", Instant.EPOCH));
    }

    private void tick() {
        List<Notification> batch = notifier.take();
        notifier.deliver(batch, Medium.WEBSOCKET);
        notifier.deliver(batch, Medium.SSE);
    }

    @Test
    @DisplayName("S0.5: an upgrade at / is the same as at /ws")
    void answersCommandsAtBothPaths() throws Exception {
        start(OPEN);
        for (String path : List.of("", "/", "/ws")) {
            try (LiveClient client = open(path)) {
                assertThat(client.call("echo", "{'path': '" + path + "'}")
                                .path("path")
                                .asText())
                        .isEqualTo(path);
                assertThat(client.call("ping", "{}").path("commands").get(0).asText())
                        .isEqualTo("echo");
            }
        }
        Awaitility.await().until(() -> hub.all().isEmpty());
    }

    @Test
    void routesHaveTheirOwnPaths() throws Exception {
        start(OPEN);
        try (LiveClient client = open("/prices")) {
            client.send("hello");
            Awaitility.await().until(() -> received.contains("hello"));
            hub.at("/prices").get(0).push("{\"price\":1}");
            client.await("price", message -> message.has("price"));
        }
        assertThat(refused("/nothing")).isEqualTo(404);
        hub.forget("/prices", hub.listener("/prices").orElseThrow());
        assertThat(refused("/prices")).as("no route any more").isEqualTo(404);
    }

    @Test
    @DisplayName("S0.5: a page of another origin is kept out, for sockets, events and files")
    void keepsForeignPagesOut() throws Exception {
        start(OPEN);
        assertThat(refused("/ws", "Origin", "https://evil.example")).isEqualTo(403);
        assertThat(refused("/ws", "Origin", "null")).isEqualTo(403);
        assertThat(refused("/ws", "Origin", "http://localhost:3000")).isEqualTo(101);
        assertThat(get("/events", "Origin", "https://evil.example").statusCode())
                .isEqualTo(403);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403")
                    .contains("localhost");
        }
    }

    @Test
    @DisplayName("S0.5: authentication by header or first message, never by the query")
    void asksForAKey() throws Exception {
        start(KEYS);
        assertThat(refused("/ws", "Authorization", "Bearer wrong")).isEqualTo(401);
        assertThat(refused("/prices")).isEqualTo(401);
        assertThat(refused("/prices", "Authorization", "Bearer caller")).isEqualTo(403);
        assertThat(refused("/prices", "Authorization", "Bearer monitor")).isEqualTo(101);
        assertThat(get("/events").statusCode()).isEqualTo(401);
        assertThat(get("/events?key=monitor").statusCode()).isEqualTo(401);
        assertThat(get("/events", "Authorization", "Bearer caller").statusCode())
                .isEqualTo(403);
        assertThat(get("/").statusCode()).as("documents are open").isEqualTo(200);
        try (LiveClient client = open("/ws", "Authorization", "Bearer monitor")) {
            assertThat(client.call("echo", "{'a': 1}").path("a").asInt()).isEqualTo(1);
        }
        try (LiveClient client = open("/ws?key=monitor")) {
            assertThat(client.ask("echo", Json.object()).at("/error/code").asText())
                    .isEqualTo("unauthenticated");
            assertThat(client.call("authenticate", "{'key': 'monitor'}")
                            .path("caller")
                            .asText())
                    .isEqualTo("ops");
            client.call("echo", "{}");
        }
    }

    @Test
    @ChangesBehaviour("mehari.live.max-message")
    @DisplayName("S0.5: oversized and binary messages end the connection, and no other")
    void refusesWhatIsTooLarge() throws Exception {
        start(OPEN);
        try (LiveClient other = open("/ws")) {
            LiveClient large = open("/ws");
            large.socket().sendText("x".repeat(65 * 1024), true).exceptionally(e -> null);
            assertThat(large.awaitClose()).isIn(1009, -1);
            LiveClient parts = open("/ws");
            for (int i = 0; i < 70; i++) {
                parts.socket()
                        .sendText("x".repeat(1000), false)
                        .exceptionally(e -> null)
                        .join();
            }
            assertThat(parts.awaitClose()).isIn(1009, -1);
            LiveClient bytes = open("/ws");
            bytes.socket().sendBinary(ByteBuffer.wrap(new byte[3]), true).join();
            assertThat(bytes.awaitClose()).isEqualTo(1003);
            LiveClient fits = open("/ws");
            String text = "x".repeat(60 * 1024);
            assertThat(fits.call("echo", "{'text': '" + text + "'}")
                            .path("text")
                            .asText())
                    .hasSize(text.length());
            other.call("ping", "{}");
        }
    }

    @Test
    @ChangesBehaviour("mehari.live.max-connections")
    void boundsConnections() throws Exception {
        start(OPEN, settings(2, 1000, Duration.ofSeconds(30), Duration.ofSeconds(15)));
        try (LiveClient one = open("/ws");
                LiveClient two = open("/ws")) {
            one.call("ping", "{}");
            two.call("ping", "{}");
            assertThat(refused("/ws")).isEqualTo(503);
            assertThat(get("/events").statusCode()).isEqualTo(503);
            assertThat(get("/").statusCode()).as("files").isEqualTo(200);
        }
        Awaitility.await().untilAsserted(() -> assertThat(refused("/ws")).isEqualTo(101));
    }

    @Test
    @ChangesBehaviour("mehari.live.keep-alive")
    @DisplayName("S0.5: heartbeat: whoever does not answer pings is closed")
    void closesThoseThatAreGone() throws Exception {
        start(OPEN, settings(100, 1000, Duration.ofSeconds(30), Duration.ofSeconds(1)));
        try (LiveClient there = open("/ws");
                Socket gone = raw("/ws")) {
            there.call("ping", "{}");
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> hub.all().size() == 1);
            assertThat(there.call("ping", "{}")).isNotNull();
        }
    }

    @Test
    @ChangesBehaviour("mehari.live.queue")
    @ChangesBehaviour("mehari.live.slow-timeout")
    @DisplayName("S0.5: a slow reader is bounded, counted and closed, and delays nobody")
    void endsSlowReaders() throws Exception {
        start(OPEN, settings(100, 20, Duration.ofSeconds(1), Duration.ofSeconds(60)));
        try (Socket slow = raw("/prices");
                LiveClient quick = open("/prices")) {
            Awaitility.await().until(() -> hub.at("/prices").size() == 2);
            String text = "{\"x\":\"" + "y".repeat(100_000) + "\"}";
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> {
                for (int i = 0; i < 30; i++) {
                    hub.at("/prices").forEach(socket -> socket.push(text));
                }
                return hub.at("/prices").size() == 1;
            });
            assertThat(dropped.sum()).isPositive();
            quick.await("the same messages", message -> message.has("x"));
        }
    }

    /** A client that reads the answer to its upgrade and nothing more. */
    private Socket raw(String path) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 101");
        return socket;
    }

    @Test
    @DisplayName("S0.5: 200 malformed, fragmented and cut-off messages: no crash, no hang")
    void bearsWhateverIsSent() throws Exception {
        start(OPEN);
        Random random = new Random(13);
        try (LiveClient healthy = open("/ws")) {
            for (int i = 0; i < 200; i++) {
                byte[] bytes = frame(random, i);
                try (Socket socket = raw("/ws")) {
                    socket.setSoTimeout(10_000);
                    socket.getOutputStream().write(bytes);
                    socket.getOutputStream().flush();
                    if (i % 3 == 0) {
                        socket.shutdownOutput();
                        socket.getInputStream().readAllBytes(); // the server ends it, too
                    }
                } catch (IOException reset) {
                    assertThat(reset).isInstanceOf(SocketException.class);
                }
                if (i % 20 == 0) {
                    assertThat(healthy.call("ping", "{}").has("commands")).isTrue();
                }
            }
            assertThat(healthy.call("echo", "{'still': 'there'}").path("still").asText())
                    .isEqualTo("there");
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> hub.all().size() == 1);
        }
    }

    /** A frame with something wrong in it: opcode, reserved bits, length, mask, text, order. */
    private static byte[] frame(Random random, int number) {
        byte[] payload = new byte[random.nextInt(200)];
        random.nextBytes(payload);
        int first = number % 4 == 0 ? 0x81 : random.nextInt(256);
        boolean masked = number % 5 != 0;
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) first);
        int kind = number % 7;
        if (kind == 0) {
            frame.put((byte) ((masked ? 0x80 : 0) | 127)).putLong(random.nextLong());
        } else if (kind == 1) {
            frame.put((byte) ((masked ? 0x80 : 0) | 126)).putShort((short) random.nextInt());
        } else {
            frame.put((byte) ((masked ? 0x80 : 0) | Math.min(125, payload.length)));
        }
        if (masked) {
            frame.putInt(random.nextInt());
        }
        frame.put(payload, 0, Math.min(frame.remaining(), payload.length));
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    @Test
    @DisplayName("S0.1: server-sent events with ids, replay by Last-Event-ID")
    void streamsEvents() throws Exception {
        start(OPEN);
        alert("early");
        List<Notification> early = notifier.take();
        try (Socket stream = stream("/events?topics=alerts", "")) {
            Awaitility.await().until(() -> notifier.subscribers() == 1);
            alert("first");
            tick();
            assertThat(readUntil(stream, "\"first\"")).contains("text/event-stream", "event: alert_raised", "id: ");
        }
        Awaitility.await().until(() -> {
            alert("more"); // a reader that has gone is noticed when something is sent to it
            tick();
            return notifier.subscribers() == 0;
        });
        try (Socket back =
                stream("/events?topics=alerts", "Last-Event-ID: " + early.get(0).sequence() + "\r\n")) {
            assertThat(readUntil(back, "\"first\"")).doesNotContain("\"early\"");
        }
        assertThat(get("/events?topics=nothing").statusCode()).isEqualTo(400);
        assertThat(get("/events", "Last-Event-ID", "x").statusCode()).isEqualTo(400);
    }

    @Test
    void keepsQuietStreamsOpen() throws Exception {
        start(OPEN, settings(100, 1000, Duration.ofSeconds(30), Duration.ofSeconds(1)));
        try (Socket stream = stream("/events?topics=alerts", "")) {
            assertThat(readUntil(stream, "keep-alive")).contains(": sequence ");
        }
    }

    private Socket stream(String target, String header) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String readUntil(Socket socket, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("end after " + read).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }

    @Test
    @DisplayName("S0.8: the dashboard is served with a strict policy")
    void servesPages() throws Exception {
        start(OPEN);
        HttpResponse<String> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).contains("html"));
        assertThat(page.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(page.headers().firstValue("cache-control")).hasValue("no-cache");
        assertThat(get("/routes/anything").body()).as("each page is the same").isEqualTo(page.body());
        String tag = page.headers().firstValue("etag").orElseThrow();
        assertThat(get("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
        for (String path :
                List.of("/nothing.js", "/../application.yaml", "/..%2fapplication.yaml", "/a/%2e%2e/x.yaml")) {
            assertThat(get(path).statusCode()).as(path).isIn(400, 404);
        }
        HttpResponse<String> posted = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(posted.statusCode()).isEqualTo(405);
    }

    @Test
    void oneMessageReachesAllListeners() throws Exception {
        start(OPEN, settings(300, 1000, Duration.ofSeconds(30), Duration.ofSeconds(15)));
        List<LiveClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                LiveClient client = open("/ws");
                client.call("subscribe", "{'topics': ['alerts']}");
                clients.add(client);
            }
            alert("all");
            tick();
            for (LiveClient client : clients) {
                JsonNode told = client.await(
                        "the alert", message -> message.path("type").asText().equals("alert_raised"));
                assertThat(told.at("/payload/key").asText()).isEqualTo("all");
            }
        } finally {
            clients.forEach(LiveClient::kill);
        }
        Awaitility.await().until(() -> hub.all().isEmpty());
        assertThat(notifier.subscribers()).isZero();
    }

    @Test
    @DisplayName("S0.5: clients come back after the server has gone")
    void clientsComeBackAndMissNothing() throws Exception {
        start(OPEN);
        long known;
        LiveClient first = open("/ws");
        known = first.call("subscribe", "{'topics': ['alerts']}")
                .path("sequence")
                .asLong();
        server.close();
        assertThat(first.awaitClose()).isIn(1001, 1006, -1);
        alert("meanwhile");
        tick();
        start(OPEN);
        try (LiveClient back = open("/ws")) {
            JsonNode subscribed = back.call("subscribe", "{'topics': ['alerts'], 'since': " + known + "}");
            assertThat(subscribed.path("missed").asBoolean()).isFalse();
            back.await(
                    "what was missed",
                    message -> message.at("/payload/key").asText().equals("meanwhile"));
        }
    }

    @Test
    void isNotThereTwice() throws Exception {
        start(OPEN);
        LiveSettings same = new LiveSettings(
                true,
                "127.0.0.1",
                port,
                10,
                DataSize.ofKilobytes(64),
                10,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                1,
                1);
        LiveParts parts = new LiveParts(same, null, hub, notifier, timer, dropped);
        try (LiveServer second = new LiveServer(parts)) {
            assertThatThrownBy(second::start).isInstanceOf(IOException.class);
        }
    }
}
