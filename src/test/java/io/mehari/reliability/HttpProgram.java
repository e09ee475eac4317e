package io.mehari.reliability;

import static io.mehari.upstream.http.FaultyHttpServer.stream;

import io.mehari.upstream.http.FaultyHttpServer;
import io.mehari.upstream.http.FaultyHttpServer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A server over HTTP as a process of its own, which ends with its standard input. Answers no call while a file of
 * the record's name and {@code .hold} exists.
 */
public final class HttpProgram {
    private HttpProgram() {}

    /** Serves: transport, port, record. */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[1]);
        Path file = Path.of(args[2]);
        ServerRecord record = new ServerRecord(file);
        if (Transport.valueOf(args[0]) == Transport.SSE) {
            SseServer server = new SseServer(port);
            server.onCall = holding(server.http, server.onCall, file);
            begin(server.http, record);
        } else {
            FaultyHttpServer server = new FaultyHttpServer(port);
            server.onCall = holding(server, server.onCall, file);
            server.onGet = (request, out) -> stream(out);
            begin(server, record);
        }
        while (System.in.read() >= 0) {
            // Nothing is said on standard input
        }
        Runtime.getRuntime().halt(0);
    }

    private static void begin(FaultyHttpServer server, ServerRecord record) throws IOException {
        server.onRun = id -> add(record, "call " + id);
        record.add("start " + ProcessHandle.current().pid());
    }

    private static void add(ServerRecord record, String line) {
        try {
            record.add(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer holding(FaultyHttpServer server, Answer normal, Path record) {
        Path hold = holdOf(record);
        return (request, out) -> {
            if (Files.exists(hold)) {
                server.run(request);
                new CountDownLatch(1).await();
            }
            normal.write(request, out);
        };
    }

    static Path holdOf(Path record) {
        return record.resolveSibling(record.getFileName() + ".hold");
    }
}
