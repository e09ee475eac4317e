package io.mehari.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes until the last of many listeners of a running gateway has a message: each round reloads the routes, which
 * all are told. Arguments: address ({@code ws://127.0.0.1:8765}), listeners (1000), rounds (5).
 */
public final class LiveListeners {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long SECONDS = 60;

    private LiveListeners() {}

    /** Tells of each message of one type when it came. */
    private static final class Listener implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();
        private final ConcurrentLinkedQueue<Long> came;
        private final List<CompletableFuture<Void>> answers = new ArrayList<>();
        private volatile CountDownLatch latch = new CountDownLatch(0);
        private volatile Instant told;

        Listener(ConcurrentLinkedQueue<Long> came) {
            this.came = came;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                take(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void take(String text) {
            if (text.contains("\"routes_changed\"")) {
                came.add(System.nanoTime());
                told = timestamp(text);
                latch.countDown();
            } else if (!answers.isEmpty()) {
                answers.get(0).complete(null);
            }
        }

        private static Instant timestamp(String text) {
            try {
                JsonNode message = Json.read(text);
                return Instant.parse(message.path("timestamp").asText());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * Runs the rounds and prints a line for each.
     *
     * @param arguments address, listeners, rounds
     * @throws Exception if a listener cannot connect, or a message does not come within a minute
     */
    public static void main(String[] arguments) throws Exception {
        String address = arguments.length > 0 ? arguments[0] : "ws://127.0.0.1:8765";
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        ConcurrentLinkedQueue<Long> came = new ConcurrentLinkedQueue<>();
        List<Listener> listeners = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Listener listener = new Listener(came);
            listener.answers.add(new CompletableFuture<>());
            WebSocket socket = HTTP.newWebSocketBuilder()
                    .buildAsync(URI.create(address), listener)
                    .get(SECONDS, TimeUnit.SECONDS);
            socket.sendText("{\"id\":1,\"method\":\"subscribe\",\"params\":{\"topics\":[\"config\"]}}", true)
                    .get(SECONDS, TimeUnit.SECONDS);
            listener.answers.get(0).get(SECONDS, TimeUnit.SECONDS);
            listeners.add(listener);
        }
        System.out.println(count + " listeners at " + address);
        WebSocket control = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create(address), new Listener(new ConcurrentLinkedQueue<>()))
                .get(SECONDS, TimeUnit.SECONDS);
        for (int round = 0; round < rounds; round++) {
            CountDownLatch latch = new CountDownLatch(count);
            came.clear();
            listeners.forEach(listener -> listener.latch = latch);
            control.sendText("{\"id\":2,\"method\":\"reload\"}", true).get(SECONDS, TimeUnit.SECONDS);
            if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(latch.getCount() + " listeners have nothing after a minute");
            }
            long end = System.currentTimeMillis();
            long[] times = came.stream().mapToLong(Long::longValue).sorted().toArray();
            System.out.printf(
                    "last after first %.1f ms, last after the message was made %d ms%n",
                    (times[times.length - 1] - times[0]) / 1e6,
                    end - listeners.get(0).told.toEpochMilli());
        }
        System.exit(0);
    }
}
