package io.mehari.endpoint.rest;

import static io.mehari.endpoint.rest.RestGateway.done;
import static io.mehari.endpoint.rest.RestGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.ToolCallResult;
import io.mehari.upstream.CallSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches whose results are large, never come, or cannot be written. */
class BatchLimitsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MIB = 1024 * 1024;

    private RestGateway gateway;

    @AfterEach
    void everythingIsGivenBack() {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(gateway.budget.held()).isZero());
        gateway.close();
    }

    @Test
    void resultsOver64MebibytesEndTheBatchWithAnOutcomeForEachCall() throws Exception {
        gateway = RestGateway.holding(200L * MIB);
        AtomicInteger ran = new AtomicInteger();
        ToolCallResult large = RestGateway.text("x".repeat(10 * MIB));
        gateway.pipeline = call -> {
            ran.incrementAndGet();
            return done(large);
        };
        JsonNode body = json(batch(100));

        List<String> outcomes = outcomes(body);
        assertThat(outcomes).hasSize(100);
        assertThat(outcomes.subList(0, 6)).containsOnly("success");
        assertThat(outcomes.get(6)).isEqualTo("outcome_unknown");
        assertThat(outcomes.subList(7, 100)).containsOnly("unavailable");
        assertThat(ran).hasValue(7);
        assertThat(body.at("/data/results/6/message").asText())
                .contains("was answered")
                .contains("67108864");
        assertThat(body.at("/data/results/99/message").asText()).contains("was not sent");
    }

    @Test
    void resultsThatDoNotFitIntoTheBudgetEndTheBatch() throws Exception {
        gateway = RestGateway.holding(8L * MIB);
        ToolCallResult large = RestGateway.text("x".repeat(MIB));
        gateway.pipeline = call -> done(large);
        JsonNode body = json(batch(20));

        // The results and the response that is made of them are held at the same time.
        List<String> outcomes = outcomes(body);
        assertThat(outcomes.subList(0, 3)).containsOnly("success");
        assertThat(outcomes.get(3)).isEqualTo("outcome_unknown");
        assertThat(outcomes.subList(4, 20)).containsOnly("unavailable");
        assertThat(body.at("/data/results/19/message").asText()).contains("mehari.memory.max-held");
    }

    @Test
    void callsThatNeverEndAreTooLateWhenTheTotalLimitIsOver() throws Exception {
        gateway = RestGateway.holding(8L * MIB);
        AtomicInteger ran = new AtomicInteger();
        gateway.pipeline = call -> {
            ran.incrementAndGet();
            return call.tool().equals("t0") ? done(RestGateway.text("first")) : new CompletableFuture<>();
        };
        CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return batch(30);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(LIMIT).untilAsserted(() -> assertThat(ran).hasValue(11));
        gateway.timer.advance(CallSettings.DEFAULTS.total());

        List<String> outcomes = outcomes(json(answer.get(10, java.util.concurrent.TimeUnit.SECONDS)));
        List<String> expected = new ArrayList<>(List.of("success"));
        expected.addAll(Collections.nCopies(10, "timed_out"));
        expected.addAll(Collections.nCopies(19, "unavailable"));
        assertThat(outcomes).isEqualTo(expected);
        assertThat(gateway.timer.pending()).isZero();
    }

    @Test
    void batchThatEndsLeavesNoTimeout() throws Exception {
        gateway = RestGateway.holding(8L * MIB);
        assertThat(outcomes(json(batch(5)))).containsOnly("success");
        assertThat(gateway.timer.pending()).isZero();
    }

    private HttpResponse<String> batch(int calls) throws Exception {
        StringBuilder body = new StringBuilder("{\"calls\":[");
        for (int i = 0; i < calls; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"server\":\"s\",\"tool\":\"t")
                    .append(i)
                    .append("\"}");
        }
        return gateway.post("/api/v1/batch", body.append("]}").toString());
    }

    private static List<String> outcomes(JsonNode body) {
        List<String> outcomes = new ArrayList<>();
        for (JsonNode item : body.at("/data/results")) {
            outcomes.add(
                    item.path("success").asBoolean()
                            ? "success"
                            : item.at("/error/code").asText());
        }
        return outcomes;
    }
}
