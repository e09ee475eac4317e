package io.mehari.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client at the other end of the standard streams of a bridge. */
final class BridgedClient implements AutoCloseable {
    static final BridgeLimits QUICK = new BridgeLimits(
            2000,
            4,
            100_000,
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ofMillis(20));

    private static final long LIMIT_SECONDS = 20;

    private final PipedOutputStream in = new PipedOutputStream();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Thread thread;
    final List<String> log = new CopyOnWriteArrayList<>();
    volatile boolean deaf;

    BridgedClient(Target target) throws IOException {
        this(target, QUICK);
    }

    BridgedClient(Target target, BridgeLimits limits) throws IOException {
        Bridge bridge = new Bridge(target, new PipedInputStream(in, 1 << 20), new Lines(), limits, log::add);
        thread = new Thread(() -> {
            try {
                bridge.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
    }

    /** What the bridge writes, line by line. */
    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public void write(int next) throws IOException {
            if (deaf) {
                throw new IOException("Broken pipe");
            }
            if (next == '\n') {
                lines.add(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(next);
            }
        }
    }

    BridgedClient writes(String line) throws IOException {
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
        return this;
    }

    BridgedClient asks(Object id, String method, String params) throws IOException {
        return writes(
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    /** A request of the modern era. */
    BridgedClient asksModern(Object id, String method, String params) throws IOException {
        String meta = "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
        return asks(id, method, meta + (params.equals("{}") ? "}" : "," + params.substring(1)));
    }

    BridgedClient says(String method, String params) throws IOException {
        return writes("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    /** Begins a session of the legacy era. */
    BridgedClient begins() throws IOException, InterruptedException {
        asks(0, "initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{}}");
        assertThat(reads().path("result").path("protocolVersion").asText()).isEqualTo("2025-11-25");
        return says("notifications/initialized", "{}");
    }

    /** The next line. */
    String readsLine() throws InterruptedException {
        String line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("a line; the log says " + log).isNotNull();
        return line;
    }

    JsonNode reads() throws IOException, InterruptedException {
        return Json.read(readsLine());
    }

    /** Closes its end, and waits for the bridge to end. */
    BridgedClient ends() throws IOException, InterruptedException {
        in.close();
        return isEnded();
    }

    /** Waits for the bridge to end. */
    BridgedClient isEnded() throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        assertThat(thread.isAlive()).as("the bridge has not ended").isFalse();
        return this;
    }

    /** What has not been read yet. */
    List<String> unread() {
        return List.copyOf(lines);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        ends();
    }
}
