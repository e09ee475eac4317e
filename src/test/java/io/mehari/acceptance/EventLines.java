package io.mehari.acceptance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A stream of events that is read from when it is opened. */
final class EventLines implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final CompletableFuture<HttpResponse<Stream<String>>> response;

    private EventLines(URI address) {
        response = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(address)
                                .header("Accept", "text/event-stream")
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        Thread reader = new Thread(() -> response.join().body().forEach(lines::add), "event-lines");
        reader.setDaemon(true);
        reader.start();
    }

    /** Opens the stream at a path. */
    static EventLines open(URI base, String path) {
        return new EventLines(base.resolve(path));
    }

    /** The next line with this text in it; those before it are gone. */
    String await(String text) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(LIMIT_SECONDS).toNanos();
        while (System.nanoTime() - end < 0) {
            String line = lines.poll(1, TimeUnit.SECONDS);
            if (line != null && line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("No line with " + text + " has come");
    }

    @Override
    public void close() {
        response.thenAccept(opened -> opened.body().close());
    }
}
