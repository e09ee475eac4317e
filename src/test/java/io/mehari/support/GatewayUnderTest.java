package io.mehari.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.MehariApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The gateway as its users get it, running inside this JVM on a free loopback port with a configuration and data
 * directory of its own. Requests are plain HTTP. Safe for concurrent use once started.
 */
public final class GatewayUnderTest implements AutoCloseable {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final ReentrantLock LOGGING = new ReentrantLock();

    /** Null once closed: a test class that keeps this must not keep what leaks are looked for in. */
    private volatile ConfigurableApplicationContext application;

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private GatewayUnderTest(ConfigurableApplicationContext application, URI base) {
        this.application = application;
        this.base = base;
    }

    /**
     * Starts a gateway with the shipped routes.
     *
     * @param directory holds its configuration and data; must exist
     * @param mcpServers content of {@code mcp-servers.json}
     */
    public static GatewayUnderTest start(Path directory, String mcpServers) {
        return start(directory, mcpServers, Map.of());
    }

    /**
     * Starts a gateway.
     *
     * @param directory holds its configuration and data; must exist
     * @param mcpServers content of {@code mcp-servers.json}
     * @param overrides configuration keys that differ from what this class chooses or the gateway's defaults
     */
    public static GatewayUnderTest start(Path directory, String mcpServers, Map<String, String> overrides) {
        return start(directory, mcpServers, overrides, application -> {});
    }

    /**
     * Starts a gateway of which something is replaced.
     *
     * @param directory holds its configuration and data; must exist
     * @param mcpServers content of {@code mcp-servers.json}
     * @param overrides configuration keys that differ from what this class chooses or the gateway's defaults
     * @param replacing adds beans before the gateway's own are made
     */
    public static GatewayUnderTest start(
            Path directory,
            String mcpServers,
            Map<String, String> overrides,
            ApplicationContextInitializer<GenericApplicationContext> replacing) {
        int port = freePort();
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("mehari.data.host", "127.0.0.1");
        keys.put("mehari.data.port", Integer.toString(port));
        keys.put("mehari.servers.file", write(directory.resolve("mcp-servers.json"), mcpServers));
        keys.put(
                "mehari.dead-letters.directory",
                directory.resolve("dead-letters").toString());
        keys.put("logging.level.root", "WARN");
        keys.put("mehari.live.enabled", "false"); // one port for all; tests of it choose another
        keys.put("mehari.reload.enabled", "false"); // tests that write files say themselves when they are read
        keys.put("mehari.history.enabled", "false"); // the folder of configuration files is that of this repository
        keys.putAll(overrides);
        String[] arguments = keys.entrySet().stream()
                .map(key -> "--" + key.getKey() + "=" + key.getValue())
                .toArray(String[]::new);
        return new GatewayUnderTest(
                run(arguments, replacing), URI.create("http://127.0.0.1:" + keys.get("mehari.data.port")));
    }

    /** Gateways may start side by side from where this JVM's one logging was set up. */
    private static ConfigurableApplicationContext run(
            String[] arguments, ApplicationContextInitializer<GenericApplicationContext> replacing) {
        LOGGING.lock();
        try {
            return new SpringApplicationBuilder(MehariApplication.class)
                    .initializers((GenericApplicationContext context) -> LOGGING.unlock(), replacing)
                    .run(arguments);
        } finally {
            if (LOGGING.isHeldByCurrentThread()) {
                LOGGING.unlock(); // ended before it had a context
            }
        }
    }

    /** A port nobody listened on a moment ago, and that no connection is given as its own. */
    public static int freePort() {
        return FreePorts.next();
    }

    private static String write(Path file, String content) {
        try {
            return Files.writeString(file, content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the data plane listens, for example {@code http://127.0.0.1:40123}. */
    public URI base() {
        return base;
    }

    /**
     * Waits until each of these servers has been connected and its tools can be called. Closes the gateway if that
     * takes too long.
     */
    public GatewayUnderTest awaitTools(Iterable<String> servers) {
        try {
            servers.forEach(this::awaitTools);
            return this;
        } catch (ConditionTimeoutException e) {
            close();
            throw e;
        }
    }

    private void awaitTools(String server) {
        Awaitility.await("tools of server " + server)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() ->
                        assertThat(get("/api/v1/tools?server=" + server).body()).contains("\"tools\":[{"));
    }

    /** The reply to a GET request; the path begins with a slash. */
    public HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    /** The reply to a POST request with a JSON body; the path begins with a slash. */
    public HttpResponse<String> post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    /** A request to be finished and sent by {@link #send}; the path begins with a slash. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(REQUEST_LIMIT);
    }

    /** The reply to a request. */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request.build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri() + " got no reply", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + request.uri(), e);
        }
    }

    /** Stops the gateway and waits until it is gone. */
    @Override
    public void close() {
        ConfigurableApplicationContext running = application;
        application = null;
        if (running != null) {
            running.close();
        }
    }
}
