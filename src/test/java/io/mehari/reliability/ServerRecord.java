package io.mehari.reliability;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** The file in which a server process says when it started ({@code start PID}) and what it ran ({@code call ID}). */
record ServerRecord(Path file) {
    private static final Duration PACE = Duration.ofMillis(10);

    /** Adds a line. */
    void add(String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The ids of the calls that ran, once for every time. */
    List<String> ran() throws IOException {
        return words("call ");
    }

    /** How often the server was started. */
    int starts() throws IOException {
        return words("start ").size();
    }

    /** The process id of the server that started last. */
    long pid() throws IOException {
        List<String> pids = words("start ");
        return Long.parseLong(pids.get(pids.size() - 1));
    }

    /** Waits until the server has been started so often. */
    void awaitStarts(int times) {
        await("start " + times + " in " + file)
                .atMost(FaultRun.LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(PACE)
                .until(() -> starts() >= times);
    }

    /** Waits until so many calls have run. */
    void awaitCalls(int times) {
        await("call " + times + " in " + file)
                .atMost(FaultRun.LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(PACE)
                .until(() -> ran().size() >= times);
    }

    private List<String> words(String kind) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(kind))
                .map(line -> line.substring(kind.length()))
                .toList();
    }
}
