package io.mehari.cli;

import io.mehari.bridge.Bridge;
import io.mehari.bridge.BridgeLimits;
import io.mehari.bridge.Target;
import io.mehari.launch.Launch;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/** A client served by the standard streams of this process: by a gateway of its own, or by one that runs. */
public final class StdioRun {
    /** The JDK's client keeps connections for longer than gateways do. */
    private static final String KEEP_ALIVE = "jdk.httpclient.keepalive.timeout";

    /** Most clients ask for the tools once, right at the start, and few hear that there are more; they wait for 30 s and longer. */
    private static final Duration JOINING = Duration.ofSeconds(10);

    private final PrintWriter err;
    private final Optional<Launch> launch;
    private final String key;
    private final Path folder;
    private final Target target;

    /**
     * To a gateway that runs.
     *
     * @param target its endpoint
     * @param err where a person may read
     */
    StdioRun(Target target, PrintWriter err) {
        this.err = err;
        this.launch = Optional.empty();
        this.key = "";
        this.folder = null;
        this.target = target;
    }

    /**
     * To a gateway of its own.
     *
     * @param launch the gateway
     * @param key by which it knows this process
     * @param folder for what it keeps while it runs
     * @param err where a person may read
     */
    StdioRun(Launch launch, String key, Path folder, PrintWriter err) {
        this.err = err;
        this.launch = Optional.of(launch);
        this.key = key;
        this.folder = folder;
        this.target = null;
    }

    /**
     * Serves the client until it closes its end. From here on standard output is the client's alone: what anybody else prints
     * goes to standard error.
     *
     * @param program the class whose package holds the gateway's parts
     * @return 0, or 1 if the client cannot be served with these settings
     * @throws RuntimeException if the gateway does not start, which it has explained
     */
    public int run(Class<?> program) throws InterruptedException, IOException {
        OutputStream client = new FileOutputStream(FileDescriptor.out);
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        if (System.getProperty(KEEP_ALIVE) == null) {
            System.setProperty(KEEP_ALIVE, "30");
        }
        if (launch.isEmpty()) {
            Bridge bridge = bridge(target, client);
            Runtime.getRuntime().addShutdownHook(new Thread(bridge::close, "mehari-farewell"));
            bridge.run();
            return 0;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::tidyUp, "mehari-tidy-up"));
        try (var gateway = launch.get().run(program)) {
            URI url = URI.create(launch.get().address(gateway) + "/mcp");
            if ("https".equals(url.getScheme())) {
                say("a gateway that only this process calls needs no certificate: leave out"
                        + " mehari.data.tls, or start the gateway by itself and lead here by --url");
                return 1;
            }
            if (!launch.get().awaitServers(gateway, JOINING)) {
                say("some servers are still joining; the client is told of their tools when they are there");
            }
            bridge(new Target(url, Map.of()).withKey(key), client).run();
        }
        return 0;
    }

    private Bridge bridge(Target target, OutputStream client) {
        return new Bridge(target, new FileInputStream(FileDescriptor.in), client, BridgeLimits.DEFAULT, this::say);
    }

    private void say(String line) {
        err.println("mehari stdio: " + line);
        err.flush();
    }

    private void tidyUp() {
        FileSystemUtils.deleteRecursively(folder.toFile());
    }

    Optional<Launch> launch() {
        return launch;
    }

    Optional<Target> target() {
        return Optional.ofNullable(target);
    }
}
