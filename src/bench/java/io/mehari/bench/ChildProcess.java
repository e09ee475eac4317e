package io.mehari.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process under test. Ends with {@link #close()}, and at the latest with this JVM; its own child processes end with
 * it.
 */
final class ChildProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final Process process;
    private final Path log;
    private final Thread hook = new Thread(this::end, "mehari-bench-end");

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a command.
     *
     * @param directory its working directory; its output goes to a file there
     * @param name of that file
     */
    static ChildProcess start(Path directory, String name, List<String> command) throws IOException {
        Path log = directory.resolve(name + ".log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ChildProcess(process, log);
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
    ChildProcess awaitAnswer(HttpCall call) throws IOException, InterruptedException {
        return awaitAnswer(call, 100);
    }

    private ChildProcess awaitAnswer(HttpCall call, long pauseMillis) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        String answer = call.answer();
        while (!call.accepts(answer)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("No good answer from " + call.uri() + ", the last was: " + answer
                        + "\nLog of the process:\n" + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(pauseMillis);
            answer = call.answer();
        }
        return this;
    }

    /**
     * Waits until its port accepts connections.
     *
     * @param uri with the port
     * @throws IllegalStateException if it ends or takes too long; tells what it logged
     */
    void awaitListening(URI uri) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!listens(uri)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Nothing listens at " + uri + "\nLog of the process:\n" + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static boolean listens(URI uri) {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Its CPU time without that of its child processes, from now on. */
    ProcessCpu cpu() {
        return new ProcessCpu(List.of(process.toHandle()));
    }

    /** Its CPU time and that of the child processes it has by now, from now on. */
    ProcessCpu cpuOfTree() {
        return new ProcessCpu(Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList());
    }

    /**
     * Memory of its own that is in RAM, in MiB, as Linux counts it; NaN elsewhere. That of its child processes is not in it.
     */
    double residentMebibytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(Double.NaN);
    }

    /**
     * What is live in the heap of a process that is a JVM, in KiB, after a collection.
     *
     * @throws IOException if it cannot be asked
     */
    double liveHeapKibibytes() throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        String total = histogram.substring(histogram.lastIndexOf("Total") + 1).strip();
        try {
            return Long.parseLong(total.split("\\s+")[2]) / 1024.0;
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException("jcmd showed no heap: " + histogram, e);
        }
    }

    /**
     * Waits until it answers a call as it should, asking every few milliseconds.
     *
     * @return when it did, on {@link System#nanoTime()}'s clock
     * @throws IllegalStateException if it ends or takes too long; tells its last answer and what it logged
     */
    long firstAnswer(HttpCall call) throws IOException, InterruptedException {
        awaitAnswer(call, 10);
        return System.nanoTime();
    }

    /**
     * Kills its child processes by SIGKILL.
     *
     * @return when, on {@link System#nanoTime()}'s clock
     * @throws IllegalStateException if it has none
     */
    long killChildren() {
        List<ProcessHandle> children = process.descendants().toList();
        if (children.isEmpty()) {
            throw new IllegalStateException("The process has no child to kill");
        }
        long now = System.nanoTime();
        children.forEach(ProcessHandle::destroyForcibly);
        return now;
    }

    /**
     * Waits until it ends by itself.
     *
     * @return what it logged
     * @throws IllegalStateException if it goes on
     */
    String awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("It has not ended\nLog of the process:\n" + Files.readString(log));
        }
        return Files.readString(log);
    }

    /** Kills it by SIGKILL and waits for its end. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        close();
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
