package io.mehari.endpoint.rest;

import static io.mehari.endpoint.rest.RestGateway.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RestEndpointIT {
    private static RestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RestGateway.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void answersCallInMcpoForm() throws Exception {
        HttpResponse<String> response = gateway.post("/files/read", "{\"a\": 1.10}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"a\":1.10}");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    void answersCallInEnvelopeForm() throws Exception {
        HttpResponse<String> response = gateway.post("/api/v1/tools/files/read", "{}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).path("success").asBoolean()).isTrue();
        assertThat(json(response).at("/data/content/0/text").asText()).isEqualTo("{}");
        assertThat(json(response).path("request_id").asText())
                .isEqualTo(response.headers().firstValue("x-request-id").orElseThrow());
    }
}
