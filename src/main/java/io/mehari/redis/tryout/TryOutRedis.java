package io.mehari.redis.tryout;

import io.mehari.redis.OwnRedis;
import io.mehari.redis.RedisSettings;
import io.mehari.text.PrintableText;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis that is a child of the gateway, on a loopback port that was free, with a password that nobody else knows. It keeps nothing on
 * disk and takes 128 MB at most. It ends with the gateway, however that ends: a shell beside it waits for the end of a
 * pipe that the gateway holds open. Safe for concurrent use.
 */
final class TryOutRedis implements OwnRedis, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TryOutRedis.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK_PERIOD = Duration.ofMillis(20);
    private static final int ANSWER_MILLIS = 1000;
    private static final int ATTEMPTS = 3;
    private static final int PASSWORD_BYTES = 32;
    private static final int LONGEST_OUTPUT = 1000;

    /** The program ends when the input of this ends, and this when the program does. */
    private static final String UNTIL_INPUT_ENDS = """
            exec 3<&0
            "$@" </dev/null 3<&- &
            program=$!
            (cat <&3 >/dev/null; kill "$program") 2>/dev/null &
            exec 3<&-
            wait "$program"
            """;

    private final Process process;
    private final int port;
    private final String password;

    private TryOutRedis(Process process, int port, String password) {
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts one and waits until it answers. Blocks for a moment.
     *
     * @param program of Redis
     * @param folder for its configuration and output, which only the gateway's user can read
     * @throws StartFailureException if it does not start; tells what it has printed
     */
    static TryOutRedis start(Path program, Path folder) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                TryOutRedis redis = attempt(program, folder, password);
                if (redis.awaitAnswer()) {
                    LOG.info(
                            "Redis runs on 127.0.0.1:{} to be tried out: it keeps nothing and ends with the gateway",
                            redis.port);
                    return redis;
                }
                redis.close(); // perhaps someone else has taken the port meanwhile
            }
            throw notStarted(program, printed(folder), null);
        } catch (IOException e) {
            throw notStarted(program, e.getMessage(), e);
        }
    }

    private static TryOutRedis attempt(Path program, Path folder, String password) throws IOException {
        int port = freePort();
        Files.createDirectories(folder);
        Path configuration = ownFile(folder.resolve("redis.conf"));
        Files.writeString(configuration, """
                bind 127.0.0.1
                port %d
                requirepass %s
                save ""
                appendonly no
                maxmemory 128mb
                maxmemory-policy volatile-lru
                loglevel warning
                """.formatted(port, password));
        Process process = new ProcessBuilder(
                        "/bin/sh", "-c", UNTIL_INPUT_ENDS, "redis", program.toString(), configuration.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ownFile(folder.resolve("redis.log")).toFile())
                .start();
        return new TryOutRedis(process, port, password);
    }

    /** A new file that nobody else can read. */
    private static Path ownFile(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean awaitAnswer() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (!answers()) {
                if (System.nanoTime() - deadline > 0
                        || process.waitFor(LOOK_PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.getOutputStream()
                    .write(("AUTH " + password + "\r\nPING\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).contains("+PONG");
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private static StartFailureException notStarted(Path program, String why, Exception cause) {
        return new StartFailureException(
                "Redis does not start (" + program + "): " + why,
                "The program for Linux on x64 needs OpenSSL 3 (libssl3). Or put a redis-server of your own at "
                        + program.resolveSibling("redis-server")
                        + ", or start a Redis and name it by mehari.redis.url.",
                cause);
    }

    private static String printed(Path folder) throws IOException {
        String text = Files.readString(folder.resolve("redis.log"), StandardCharsets.ISO_8859_1)
                .strip();
        String start = text.length() > LONGEST_OUTPUT ? text.substring(0, LONGEST_OUTPUT) : text;
        return start.isEmpty() ? "it does not answer" : PrintableText.of(start);
    }

    @Override
    public RedisSettings settings() {
        return new RedisSettings("redis://127.0.0.1:" + port, "", password);
    }

    /** Ends it and waits for that; killed after five seconds. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("Redis has ended before", e);
        }
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
