package io.mehari.endpoint.rest;

import static io.mehari.endpoint.rest.RestGateway.done;
import static io.mehari.endpoint.rest.RestGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.endpoint.http.RawHttp;
import io.mehari.protocol.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may ask of the envelope besides the call: {@code ?fields=}, {@code Server-Timing}, request ids. */
class EnvelopeOptionsIT {
    private static final String CALL = "/api/v1/tools/files/read";

    private final AtomicInteger runs = new AtomicInteger();
    private RestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = RestGateway.start();
        gateway.pipeline = call -> {
            runs.incrementAndGet();
            return done(RestGateway.echo(call));
        };
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void givesTheFieldsThatAreAskedFor() throws Exception {
        HttpResponse<String> response = gateway.post(CALL + "?fields=success,data.content.text", "{}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"success\":true,\"data\":{\"content\":[{\"text\":\"{}\"}]}}");
    }

    @Test
    void givesTheErrorEvenIfNobodyAsksForIt() throws Exception {
        gateway.pipeline = call -> done(Failed.timedOut("files", "Late"));

        JsonNode body = json(gateway.post(CALL + "?fields=data.structuredContent", "{}"));

        assertThat(body.at("/error/code").asText()).isEqualTo("timed_out");
        assertThat(body.has("message")).isFalse();
    }

    @Test
    void selectsInBatchesListsStreamsAndKeyedCallsToo() throws Exception {
        String batch = "{\"calls\":[{\"id\":1,\"server\":\"s\",\"tool\":\"t\"}]}";
        assertThat(gateway.post("/api/v1/batch?fields=data.results.id,data.results.success", batch)
                        .body())
                .isEqualTo("{\"data\":{\"results\":[{\"id\":1,\"success\":true}]}}");
        assertThat(gateway.get("/api/v1/servers?fields=data").body()).isEqualTo("{\"data\":{\"servers\":[]}}");
        assertThat(gateway.send(gateway.request(CALL + "?fields=idempotency")
                                .header("Idempotency-Key", "k")
                                .POST(BodyPublishers.ofString("{}")))
                        .body())
                .isEqualTo("{\"idempotency\":{\"replayed\":false,\"kept\":true}}");
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.send("POST " + CALL + "?fields=success HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Accept: text/event-stream\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(http.rest()).contains("event: result\ndata: {\"success\":true}\n\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "fields=result;an envelope has success",
                "fields=;an envelope has success",
                "field=success;only fields",
                "path=/etc/passwd;arguments of a tool belong in the body",
                "fields=success&x=1;no query parameter \"x\""
            })
    void refusesWhatItDoesNotKnowBeforeAnythingRuns(String query, String why) throws Exception {
        for (String path : new String[] {CALL, "/api/v1/batch"}) {
            HttpResponse<String> response = gateway.post(path + "?" + query, "{\"calls\":[]}");

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(json(response).at("/error/message").asText()).contains(why);
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void theShortFormTakesAnyQueryAsMcpoDoes() throws Exception {
        HttpResponse<String> response = gateway.post("/files/read?fields=nothing&x=1", "{\"a\":1}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"a\":1}");
    }

    @Test
    void saysWhereTheTimeWent() throws Exception {
        String timing =
                gateway.post(CALL, "{}").headers().firstValue("Server-Timing").orElseThrow();
        assertThat(timing).matches("total;dur=\\d+\\.\\d{3}");

        gateway.pipeline = call -> done(new Success(Json.object(), true));
        assertThat(gateway.post(CALL, "{}")
                        .headers()
                        .firstValue("Server-Timing")
                        .orElseThrow())
                .matches("total;dur=\\d+\\.\\d{3}, cache;desc=hit");
        assertThat(gateway.post("/files/read", "{}").headers().firstValue("Server-Timing"))
                .as("the short form is mcpo's")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A.b_c-9"})
    void takesTheRequestIdOfTheCaller(String id) throws Exception {
        HttpResponse<String> response =
                gateway.send(gateway.request(CALL).header("X-Request-Id", id).POST(BodyPublishers.ofString("{}")));

        assertThat(response.headers().firstValue("X-Request-Id")).hasValue(id);
        assertThat(json(response).path("request_id").asText()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\u00e9", "a,b", "<script>", "a%0d%0a", "x65"})
    void makesAnIdWhereTheCallersCannotBeLogged(String id) throws Exception {
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.send("POST " + CALL + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nX-Request-Id: "
                    + id.replace("x65", "x".repeat(65)) + "\r\n\r\n{}");
            RawHttp.Response response = http.read();

            assertThat(response.status()).isEqualTo(200);
            String given = response.headers().get("X-Request-Id");
            assertThat(given).matches("[0-9a-z]{26}");
            assertThat(Json.read(response.body()).path("request_id").asText()).isEqualTo(given);
        }
    }
}
