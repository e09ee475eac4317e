package io.mehari.deadletter;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts {@link StoringProcess} and reads what it prints. Closing kills it. */
final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static ChildProcess storingIn(Path directory, StoringProcess.Manner manner) throws IOException {
        return start(List.of(), directory.toString(), manner);
    }

    static ChildProcess storingInShared(String url) throws IOException {
        return start(List.of(), url, StoringProcess.Manner.SHARED);
    }

    /** No file that it writes may grow beyond 4 or 8 MB, as the shell counts: a full disk, made by the system. */
    static ChildProcess storingInLittleRoom(Path directory) throws IOException {
        List<String> limited = List.of("/bin/sh", "-c", "ulimit -f 8192; exec \"$@\"", "sh");
        return start(limited, directory.toString(), StoringProcess.Manner.LIMITED);
    }

    private static ChildProcess start(List<String> before, String place, StoringProcess.Manner manner)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-ea",
                "-cp",
                System.getProperty("java.class.path"),
                StoringProcess.class.getName(),
                place,
                manner.name()));
        return new ChildProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** The next id it says is stored, or null at the end of its output. Its log and a line cut short do not count. */
    String nextId() throws IOException {
        String line = output.readLine();
        while (line != null && !line.matches("letter-\\d{9}")) {
            line = output.readLine();
        }
        return line;
    }

    /** Ends the process without a chance to tidy up: SIGKILL. What it said before can still be read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        kill();
        process.waitFor();
        output.close();
    }
}
