package io.mehari.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A real nginx with the configuration of {@code deploy/nginx.conf}, of which addresses, ports and folders are the test's.
 * Every answer says in the header {@code Gateway} which gateways were asked, in that order.
 */
public final class NginxProgram implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final PlainClient client;

    private NginxProgram(Process process, PlainClient client) {
        this.process = process;
        this.client = client;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param directory for its files
     * @param gateways host and port of each of the three
     */
    public static NginxProgram before(Path directory, List<String> gateways) {
        int port = FreePorts.next();
        Path configuration = written(directory, gateways, port);
        try {
            Process process = new ProcessBuilder(
                            Requirement.NGINX.path().toString(),
                            "-e",
                            "stderr",
                            "-p",
                            directory.toString(),
                            "-g",
                            "daemon off;",
                            "-c",
                            configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "nginx-program-end"));
            PlainClient client = new PlainClient(URI.create("http://127.0.0.1:" + port));
            await("nginx")
                    .atMost(LIMIT)
                    .ignoreException(UncheckedIOException.class)
                    .until(() -> {
                        client.get("/");
                        return true;
                    });
            return new NginxProgram(process, client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Has nginx check the configuration itself.
     *
     * @return what it says
     * @throws IOException if it finds an error; the message says which
     */
    public static String checked(Path directory) throws IOException {
        Path configuration =
                written(directory, List.of("127.0.0.1:8001", "127.0.0.1:8002", "127.0.0.1:8003"), FreePorts.next());
        return Requirement.NGINX.run("-t", "-e", "stderr", "-p", directory.toString(), "-c", configuration.toString());
    }

    /** The shipped file, with names that can be resolved here. */
    private static Path written(Path directory, List<String> gateways, int port) {
        try {
            Files.createDirectories(directory);
            String text = Files.readString(Path.of("deploy", "nginx.conf"));
            Map<String, String> changes = Map.of(
                    "listen 8000;", "listen 127.0.0.1:" + port + ";",
                    "listen 8765;", "listen 127.0.0.1:" + FreePorts.next() + ";",
                    "/tmp/", directory + "/",
                    "access_log off;", "access_log off; add_header Gateway $upstream_addr always;",
                    "worker_processes auto;", "worker_processes 2;");
            for (Map.Entry<String, String> change : changes.entrySet()) {
                text = replaced(text, change.getKey(), change.getValue());
            }
            for (int i : IntStream.range(0, gateways.size()).toArray()) {
                text = replaced(text, "gateway-" + (i + 1) + ":8000", gateways.get(i));
                text = replaced(text, "gateway-" + (i + 1) + ":8765", "127.0.0.1:9");
            }
            return Files.writeString(directory.resolve("nginx.conf"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String replaced(String text, String from, String to) {
        if (!text.contains(from)) {
            throw new IllegalStateException("deploy/nginx.conf has no " + from);
        }
        return text.replace(from, to);
    }

    /** Requests through it. */
    public PlainClient client() {
        return client;
    }

    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
