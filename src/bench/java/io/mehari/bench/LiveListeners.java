package io.mehari.bench;

import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes until the last of many listeners of a running gateway has a message: each round reloads the routes, which
 * all are told. Arguments: port (8765), listeners (1000), rounds (10).
 */
public final class LiveListeners {
    private static final long SECONDS = 60;

    private LiveListeners() {}

    /** A listener that takes note of when the message was made. */
    private static final class Witness implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();
        private volatile CompletableFuture<Instant> made = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                String text = parts.toString();
                parts.setLength(0);
                if (text.contains("\"routes_changed\"")) {
                    made.complete(timestamp(text));
                }
            }
            socket.request(1);
            return null;
        }

        private static Instant timestamp(String text) {
            try {
                return Instant.parse(Json.read(text).path("timestamp").asText());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * How long after a message was made the last of the listeners has it.
     *
     * @param port of the live plane
     * @param count listeners
     * @param rounds messages
     * @return milliseconds, one for each round
     * @throws Exception if a listener cannot connect, or a message does not come within a minute
     */
    static double[] delays(int port, int count, int rounds) throws Exception {
        double[] delays = new double[rounds];
        Witness witness = new Witness();
        WebSocket control = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port), witness)
                .get(SECONDS, TimeUnit.SECONDS);
        control.sendText("{\"id\":1,\"method\":\"subscribe\",\"params\":{\"topics\":[\"config\"]}}", true)
                .get(SECONDS, TimeUnit.SECONDS);
        try (SocketListeners listeners = new SocketListeners(port)) {
            listeners.open(count, "\"config\"", true);
            for (int round = 0; round < rounds; round++) {
                witness.made = new CompletableFuture<>();
                control.sendText("{\"id\":2,\"method\":\"reload\"}", true).get(SECONDS, TimeUnit.SECONDS);
                long last = listeners.await(round + 2, count);
                double ago = (System.nanoTime() - last) / 1e6;
                Instant made = witness.made.get(SECONDS, TimeUnit.SECONDS);
                delays[round] = Math.max(0, System.currentTimeMillis() - ago - made.toEpochMilli());
            }
        } finally {
            control.abort();
        }
        return delays;
    }

    /**
     * Runs the rounds and prints them.
     *
     * @param arguments port, listeners, rounds
     * @throws Exception as {@link #delays}
     */
    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8765;
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
        double[] delays = delays(port, count, rounds);
        System.out.printf(Locale.ROOT, "%d listeners, the last has a message after %s ms%n", count, text(delays));
        System.exit(0);
    }

    private static String text(double[] delays) {
        return Arrays.toString(Arrays.stream(delays).map(Math::rint).toArray());
    }
}
