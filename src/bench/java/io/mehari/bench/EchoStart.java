package io.mehari.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a stdio echo server takes by itself from the start of its process to its first answer. */
final class EchoStart {
    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{}}}\n";

    private EchoStart() {}

    /**
     * Starts it once, asks, and kills it.
     *
     * @throws IllegalStateException if it ends without an answer
     */
    static Duration once() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(ChildJvm.command());
        command.add(EchoServer.class.getName());
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Writer in = process.outputWriter();
                BufferedReader out = process.inputReader()) {
            in.write(INITIALIZE);
            in.flush();
            if (out.readLine() == null) {
                throw new IllegalStateException("The echo server ended without an answer");
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
