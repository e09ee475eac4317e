package io.mehari.endpoint.mcp.legacy;

import static io.mehari.endpoint.mcp.legacy.LegacyGateway.call;
import static io.mehari.endpoint.mcp.legacy.LegacyGateway.json;
import static io.mehari.endpoint.mcp.legacy.LegacyGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches, which version 2025-03-26 has and no other. */
class LegacyBatchIT {
    private static final String NOTE = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    private LegacyGateway gateway;
    private String session;

    @BeforeEach
    void start() throws Exception {
        gateway = new LegacyGateway();
        session = gateway.begin("2025-03-26");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void answersComeAsOneArrayInTheOrderOfTheRequests() {
        CompletableFuture<HttpResponse<String>> response = CompletableFuture.supplyAsync(
                () -> gateway.in(session, "[" + call(1, "slow") + "," + NOTE + ",7," + call("\"b\"", "echo") + "]"));
        await().until(() -> gateway.calls.containsKey("slow"));
        gateway.results.get("slow").complete(text("done"));

        JsonNode answers = json(response.join());
        assertThat(answers.size()).isEqualTo(3);
        assertThat(answers.at("/0/id").asInt()).isEqualTo(1);
        assertThat(answers.at("/0/result/content/0/text").asText()).isEqualTo("done");
        assertThat(answers.at("/1/error/code").asInt()).isEqualTo(-32600);
        assertThat(answers.at("/2/id").asText()).isEqualTo("b");
    }

    @Test
    void progressMakesItAStreamThatEndsWithTheArray() throws Exception {
        CompletableFuture<Void> progress = CompletableFuture.runAsync(() -> {
            await().until(() -> gateway.calls.containsKey("slow"));
            gateway.calls
                    .get("slow")
                    .control()
                    .progressed(io.mehari.protocol.Json.object().put("progress", 1));
            gateway.results.get("slow").complete(text("done"));
        });
        try (SseReader stream = gateway.calling(session, "[" + call(1, "slow") + "," + call(2, "echo") + "]")) {
            progress.join();
            assertThat(stream.next().json().path("method").asText()).isEqualTo("notifications/progress");
            assertThat(stream.next().json().size()).isEqualTo(2);
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void notificationsAloneAreAccepted() {
        HttpResponse<String> response = gateway.in(session, "[" + NOTE + "," + NOTE + "]");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void oneIdTwiceIsAnErrorOfTheSecond() {
        String both = "[" + call(1, "slow") + "," + call(1, "slow") + "]";
        CompletableFuture<HttpResponse<String>> response =
                CompletableFuture.supplyAsync(() -> gateway.in(session, both));
        await().until(() -> gateway.calls.containsKey("slow"));
        gateway.results.get("slow").complete(text("done"));

        assertThat(json(response.join()).at("/1/error/code").asInt()).isEqualTo(-32600);
    }

    @Test
    void initializeAndTooManyMessagesAreRefused() {
        String many = String.join(",", Collections.nCopies(Posts.MOST_OF_BATCH + 1, NOTE));
        for (String batch :
                new String[] {"[]", "[" + many + "]", "[" + LegacyGateway.INITIALIZE.formatted("2025-03-26", "{}") + "]"
                }) {
            HttpResponse<String> response = gateway.in(session, batch);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(json(response).at("/error/code").asInt()).isEqualTo(-32600);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-06-18", "2025-11-25"})
    void otherVersionsHaveNone(String version) {
        HttpResponse<String> response = gateway.in(gateway.begin(version), "[" + call(1, "echo") + "]");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).at("/error/message").asText()).contains("2025-03-26", version);
    }
}
