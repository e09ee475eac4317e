package io.mehari.endpoint.rest;

import static io.mehari.endpoint.rest.RestGateway.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult;
import io.mehari.endpoint.http.RawHttp;
import io.mehari.protocol.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies and responses take their bytes from one budget, which refuses what does not fit and gets everything back. */
class HeldBytesIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MIB = 1024 * 1024;
    private static final String POST = "POST /s/t HTTP/1.1\r\nHost: localhost\r\n";

    private RestGateway gateway;

    @AfterEach
    void everythingIsGivenBack() {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(gateway.budget.held()).isZero());
        gateway.close();
    }

    @Test
    void clientsThatDoNotReadHoldNoMoreThanTheLimitAndLoseNothing() throws Exception {
        gateway = RestGateway.holding(70L * MIB);
        ToolCallResult large = RestGateway.text("x".repeat(20 * MIB));
        AtomicInteger calls = new AtomicInteger();
        gateway.pipeline = call -> {
            calls.incrementAndGet();
            return done(call.tool().equals("t") ? large : RestGateway.text("small"));
        };
        List<RawHttp> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                clients.add(new RawHttp(gateway.connect()).post("/s/t", "{}"));
            }
            await().atMost(LIMIT).untilAsserted(() -> assertThat(calls).hasValue(20));
            assertThat(gateway.budget.held()).isBetween(20L * MIB, gateway.budget.limit());
            assertThat(gateway.get("/health").statusCode()).isEqualTo(200);
            assertThat(gateway.post("/s/small", "{}").body()).isEqualTo("\"small\"");

            List<Integer> statuses = new ArrayList<>();
            for (RawHttp client : clients) {
                RawHttp.Response response = client.read();
                statuses.add(response.status());
                String body = response.body();
                if (response.status() == 200) {
                    assertThat(body).hasSize(20 * MIB + 2);
                } else {
                    assertThat(body).contains("mehari.memory.max-held").contains("has been carried out");
                    assertThat(body.length()).isLessThan(1000);
                }
            }
            assertThat(statuses).containsOnly(200, 503);
            assertThat(statuses.stream().filter(status -> status == 200)).hasSizeBetween(1, 4);
        } finally {
            for (RawHttp client : clients) {
                client.close();
            }
        }
    }

    @Test
    void clientsThatLeaveWithoutReadingGiveBackWhatTheirResponsesHold() throws Exception {
        gateway = RestGateway.holding(30L * MIB);
        gateway.pipeline = call -> done(RestGateway.text("x".repeat(20 * MIB)));
        try (RawHttp client = new RawHttp(gateway.connect())) {
            client.post("/s/t", "{}");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(gateway.budget.held()).isGreaterThan(20 * MIB));
        }
    }

    @Test
    void clientsThatLeaveDuringTheirCallGiveBackEverythingWhenItEnds() throws Exception {
        gateway = RestGateway.holding(MIB);
        Queue<CompletableFuture<ToolCallResult>> calls = new ConcurrentLinkedQueue<>();
        gateway.pipeline = call -> {
            CompletableFuture<ToolCallResult> result = new CompletableFuture<>();
            calls.add(result);
            return result;
        };
        String body = "{\"a\":\"" + "x".repeat(100_000) + "\"}";
        try (RawHttp client = new RawHttp(gateway.connect())) {
            client.post("/s/t", body).post("/s/t", body);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(gateway.budget.held()).isGreaterThan(200_000));
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(gateway.budget.held()).isBetween(100_000L, 150_000L));
        calls.forEach(call -> call.complete(RestGateway.text("y".repeat(100_000))));
    }

    @Test
    void announcedBodyThatDoesNotFitIsRefusedBeforeItComes() throws Exception {
        gateway = RestGateway.holding(100_000);
        for (String more : List.of("", "Expect: 100-continue\r\n")) {
            refused(POST + more + "Content-Length: 200000\r\n\r\n");
        }
    }

    @Test
    void chunkedBodyIsRefusedWhenItHasGrownTooLarge() throws Exception {
        gateway = RestGateway.holding(100_000);
        refused(POST + "Transfer-Encoding: chunked\r\n\r\n" + ("4000\r\n" + " ".repeat(0x4000) + "\r\n").repeat(8));
    }

    @Test
    void bodyWhoseTreeDoesNotFitIsRefused() throws Exception {
        gateway = RestGateway.holding(100_000);
        String body = "{\"a\":[" + "1,".repeat(9_000) + "1]}";
        refused(POST + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    @Test
    void bodyThatIsNotSentToItsEndIsGivenBack() throws Exception {
        gateway = RestGateway.holding(100_000);
        try (RawHttp client = new RawHttp(gateway.connect())) {
            client.send(POST + "Content-Length: 90000\r\n\r\n{");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(gateway.budget.held()).isEqualTo(90_000));
            refused(POST + "Content-Length: 20000\r\n\r\n");
            assertThat(gateway.post("/s/t", "{\"small\":1}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void smallRequestsAreServedWhenNothingIsLeft() throws Exception {
        gateway = RestGateway.holding(1);

        assertThat(gateway.post("/s/t", "{\"a\":1}").body()).isEqualTo("{\"a\":1}");
        assertThat(gateway.budget.refusals()).isZero();
    }

    private void refused(String request) throws Exception {
        try (RawHttp client = new RawHttp(gateway.connect())) {
            RawHttp.Response response = client.send(request).read();

            assertThat(response.status()).isEqualTo(503);
            assertThat(response.headers()).containsEntry("retry-after", "1");
            assertThat(response.body()).contains("overloaded").contains("mehari.memory.max-held");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void responseOfATreeThatDoesNotFitIsDroppedInAllForms() throws Exception {
        gateway = RestGateway.holding(100_000);
        ObjectNode result = Json.object();
        result.putArray("content");
        result.putObject("structuredContent").put("a", "x".repeat(200_000));
        gateway.pipeline = call -> done(new ToolCallResult.Success(result, false));

        for (String path : List.of("/s/t", "/api/v1/tools/s/t")) {
            HttpResponse<String> response = gateway.post(path, "{}");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().map()).doesNotContainKey("retry-after");
            assertThat(response.body()).contains("overloaded").contains("has been carried out");
        }
        HttpResponse<String> events = gateway.send(gateway.request("/api/v1/tools/s/t")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(events.body()).startsWith("event: result").contains("overloaded");
    }
}
