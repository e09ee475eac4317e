package io.mehari.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** An MCP server on standard streams: a program of its own, which exits during a call with the argument {@code crash}. */
public final class FaultyProcess {
    private static final int CRASHED = 3;

    private FaultyProcess() {}

    /**
     * How it is started, by the Java that runs this.
     *
     * @return the program and its arguments
     */
    public static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                FaultyProcess.class.getName());
    }

    /**
     * Serves until its input ends.
     *
     * @param args none
     * @throws IOException if the streams cannot be used
     */
    public static void main(String[] args) throws IOException {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        BufferedReader in = new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode message = Json.read(line);
            if (message.at("/params/arguments/crash").asBoolean()) {
                Runtime.getRuntime().halt(CRASHED);
            }
            if (message.has("id")) {
                out.write((Json.text(McpAnswers.to(message)) + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
    }
}
