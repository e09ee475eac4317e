package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayProcess;
import io.mehari.support.RedisProgram;
import io.mehari.upstream.http.FaultyHttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that starts a Redis of its own, and how that ends. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class WithRedisIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern STARTED = Pattern.compile("Redis runs on 127\\.0\\.0\\.1:(\\d+) to be tried out");

    @TempDir
    Path directory;

    private FaultyHttpServer server;
    private GatewayProcess gateway;

    @BeforeEach
    void start() throws IOException {
        server = new FaultyHttpServer();
        Path redis = Files.createDirectories(directory.resolve("data/redis"));
        Files.copy(RedisProgram.program(), redis.resolve("redis-server"));
        Files.setPosixFilePermissions(redis.resolve("redis-server"), PosixFilePermissions.fromString("rwx------"));
        String servers = new Servers()
                .with(
                        "kept",
                        entry -> entry.put("type", "streamable-http")
                                .put("url", server.url())
                                .putObject("cache")
                                .put("ttl", "5m"))
                .toString();
        gateway = GatewayProcess.start(directory, servers, Map.of("mehari.try-out.redis", "true"));
        gateway.awaitTools("kept");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        server.close();
    }

    @Test
    @ChangesBehaviour("mehari.try-out.redis")
    void resultsAreKeptInItAndItEndsWithTheGateway() throws IOException {
        int port = port();
        await("the cache in Redis").atMost(LIMIT).until(() -> {
            gateway.client().post("/kept/run", "{\"call\":\"" + System.nanoTime() + "\"}");
            return gateway.client()
                    .get("/metrics/prometheus")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("mehari_cache_tier_stores_total{result=\"kept\",tier=\"redis\"}"))
                    .anyMatch(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))) > 0);
        });
        assertThat(answer(port, "PING")).as("without the password").startsWith("-NOAUTH");
        for (String secret : new String[] {"redis.conf", "redis.log"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            directory.resolve("data/redis").resolve(secret))))
                    .isEqualTo("rw-------");
        }

        gateway.stop();
        assertThat(listens(port)).isFalse();
        assertThat(gateway.output()).doesNotContain("Redis at redis://127.0.0.1:" + port + " cannot be used");
    }

    @Test
    void itEndsAsWellWhenTheGatewayIsKilled() {
        int port = port();
        assertThat(listens(port)).isTrue();
        gateway.kill();
        await("the end of Redis").atMost(LIMIT).until(() -> !listens(port));
    }

    private int port() {
        Matcher started = STARTED.matcher(gateway.output());
        assertThat(started.find()).as(gateway.output()).isTrue();
        return Integer.parseInt(started.group(1));
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String answer(int port, String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
