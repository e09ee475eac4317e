package io.mehari.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that disconnects cancels its calls, and nothing of them is left. */
class DisconnectIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int CLIENTS = 1_000;

    @TempDir
    static Path directory;

    private static WatchedGateway gateway;

    @BeforeAll
    static void start() {
        gateway = WatchedGateway.ofFaultyServer(directory, DisconnectIT::limits, "ok", "held", "cancelled-count");
    }

    /** Exactly as many permits as clients: one that is not given back is missed by the next wave. */
    private static void limits(ObjectNode server) {
        server.put("bulkhead", CLIENTS);
        server.withObject("/timeout").put("attempt", "10m").put("total", "10m");
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    @Test
    void thousandDisconnectsLeaveNothingInFlight() throws IOException {
        for (int wave = 1; wave <= 2; wave++) {
            int before = cancelled();
            List<Socket> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(send("/faulty/held", "{}", "wave-" + wave + "-" + i));
            }
            await("all calls at the server", CLIENTS, () -> inFlight());
            for (Socket client : clients) {
                client.close();
            }
            await("calls in flight to the server", 0, () -> inFlight());
            await(
                    "calls in flight in the route files",
                    0,
                    () -> gateway.json("/api/v1/admin/routes")
                            .at("/data/calls_in_flight")
                            .asInt(-1));
            await("calls the server was told to cancel", before + CLIENTS, DisconnectIT::cancelled);
        }
        gateway.call(CallAnswer.Form.ENVELOPE, "faulty", "ok", "{}", Outcome.SUCCESS);
    }

    @Test
    void cancelledCallIsRecordedAndLeavesNoDeadLetterAndNoMarkOnTheBreaker() throws IOException {
        for (int i = 0; i < 25; i++) { // more than the breaker's window
            send("/faulty/held", "{}", "left-" + i).close();
        }
        Awaitility.await("events of cancelled calls")
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(gateway.events("left-24"))
                        .singleElement()
                        .asString()
                        .contains("outcome=CANCELLED"));
        assertThat(gateway.deadLetters("left-0")).isEmpty();
        try (Socket held = send("/faulty/held", "{}", "still-taken")) {
            await("a call at the server", 1, () -> inFlight());
        }
        await("calls in flight", 0, () -> inFlight()); // so that no later test counts this one's cancellation
    }

    @Test
    void batchOfAClientThatLeavesIsCancelledAsAWhole() throws IOException {
        int before = cancelled();
        String calls = "{\"server\":\"faulty\",\"tool\":\"held\"},".repeat(30);
        try (Socket client =
                send("/api/v1/batch", "{\"calls\":[" + calls.substring(0, calls.length() - 1) + "]}", "batch")) {
            await("the calls that run at the same time", 10, () -> inFlight());
        }
        await("calls in flight", 0, () -> inFlight());
        await("cancelled calls", before + 10, DisconnectIT::cancelled);
    }

    private static int inFlight() {
        return gateway.server("faulty").path("in_flight").asInt(-1);
    }

    private static int cancelled() {
        return Integer.parseInt(
                gateway.http().post("/faulty/cancelled-count", "{}").body().replace("\"", ""));
    }

    private static void await(String what, int wanted, java.util.concurrent.Callable<Integer> actual) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(actual.call()).as(what).isEqualTo(wanted));
    }

    private static Socket send(String path, String body, String id) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), gateway.http().base().getPort());
        socket.getOutputStream()
                .write(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort() + "\r\nX-Request-Id: " + id
                                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                + "\r\n\r\n" + body)
                        .getBytes(US_ASCII));
        return socket;
    }
}
