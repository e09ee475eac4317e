package io.mehari.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process under test: a JVM of its own on this JVM's class path. Ends with {@link #close()}, and at the latest
 * with this JVM; its own child processes end with it.
 */
final class ChildJvm implements AutoCloseable {
    static final String HEAP = "512m";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final Thread hook = new Thread(this::end, "mehari-bench-end");

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a main class.
     *
     * @param directory its working directory; its output goes to a file there
     */
    static ChildJvm start(Path directory, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(command());
        command.add(main.getName());
        command.addAll(arguments);
        Path log = directory.resolve(main.getSimpleName() + ".log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ChildJvm(process, log);
    }

    /** The command of a JVM on this JVM's class path, up to the main class. */
    static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + HEAP,
                "-Xmx" + HEAP,
                "-Dlogging.level.root=WARN",
                "-cp",
                classPath());
    }

    /** With absolute entries, since the process has a working directory of its own. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** A port nobody listened on a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Waits until it answers a call as it should.
     *
     * @throws IllegalStateException if it ends or takes too long; tells its last answer and what it logged
     */
    ChildJvm awaitAnswer(HttpCall call) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        String answer = call.answer();
        while (!call.accepts(answer)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("No good answer from " + call.uri() + ", the last was: " + answer
                        + "\nLog of the process:\n" + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(100);
            answer = call.answer();
        }
        return this;
    }

    /** Its CPU time, from now on. */
    ProcessCpu cpu() {
        return new ProcessCpu(process.toHandle());
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void end() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
