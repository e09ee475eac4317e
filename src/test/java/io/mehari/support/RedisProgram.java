package io.mehari.support;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.core.ExecutableProvider;

/** A real Redis on a free port of the loopback, which keeps nothing on disk. It can be stopped, started and made to stand still. */
public final class RedisProgram implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static File executable;

    private final int port = FreePorts.next();
    private final List<String> options;
    private final String password;
    private Process process;

    private RedisProgram(String password, String... options) {
        this.password = password;
        this.options = List.of(options);
    }

    /** One that lets everybody in, and runs. */
    public static RedisProgram started() {
        RedisProgram redis = new RedisProgram("");
        redis.start();
        return redis;
    }

    /** One with a password, that runs. */
    public static RedisProgram startedWith(String password) {
        RedisProgram redis = new RedisProgram(password, "--requirepass", password);
        redis.start();
        return redis;
    }

    /** The program, wherever it has been unpacked. */
    public static Path program() {
        return executable().toPath();
    }

    /** For {@code mehari.redis.url}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts it, empty, on its port. */
    public void start() {
        List<String> command = new ArrayList<>(List.of(
                executable().getPath(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--maxmemory",
                "64mb"));
        command.addAll(options);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .directory(executable().getParentFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "redis-program-end"));
        await("Redis on port " + port)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(this::answers);
    }

    /** Kills it; what it kept is gone. */
    public void stop() {
        process.destroyForcibly().onExit().join();
    }

    /** It takes connections and what is sent, and does nothing with it. */
    public void pause() {
        signal("-STOP");
    }

    /** It goes on. */
    public void resume() {
        signal("-CONT");
    }

    /** The answer to one command, as the protocol has it. */
    public String command(String... words) {
        StringBuilder sent = new StringBuilder();
        if (!password.isEmpty()) {
            sent.append("AUTH ").append(password).append("\r\n");
        }
        sent.append(String.join(" ", words)).append("\r\nQUIT\r\n");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 2000);
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(sent.toString().getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try {
            return command("PING").contains("+PONG");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void signal(String name) {
        try {
            int ended = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (ended != 0) {
                throw new IllegalStateException("kill " + name + " ended with " + ended);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static synchronized File executable() {
        if (executable == null) {
            try {
                executable = ExecutableProvider.newJarResourceProvider().get().getAbsoluteFile();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return executable;
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            resume();
            stop();
        }
    }
}
