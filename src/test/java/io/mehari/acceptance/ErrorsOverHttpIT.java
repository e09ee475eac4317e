package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.acceptance.CallAnswer.Form;
import io.mehari.upstream.stdio.FaultyServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failed calls, remembered and explained over HTTP. */
@DisplayName("S0.3: error, template, similar errors, recommended solution")
class ErrorsOverHttpIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static WatchedGateway gateway;

    @BeforeAll
    static void start() {
        String servers = new Servers()
                .java("good", FaultyServer.class.getName(), "tools", "errors", "ok")
                .toString();
        gateway = new WatchedGateway(directory, servers, Map.of("mehari.errors.embedding.model", "none"));
        gateway.http().awaitTools(List.of("good"));
    }

    @AfterAll
    static void stop() {
        WatchedGateway ended = gateway;
        gateway = null;
        ended.close();
    }

    @Test
    void aFailedCallIsRememberedSolvedAndRecommended() {
        gateway.call(Form.SHORT, "good", "errors", "{}");
        gateway.call(Form.ENVELOPE, "good", "errors", "{}");
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(outOfPaper().path("count").asInt()).isEqualTo(2));
        JsonNode error = outOfPaper();
        assertThat(error.path("tools").path(0).asText()).isEqualTo("good/errors");
        String path = "/api/v1/errors/" + error.path("id").asText();

        assertThat(post(path + "/solution", "{\"text\":\"Put paper into the tray\"}")
                        .statusCode())
                .isEqualTo(200);

        JsonNode detail = gateway.json(path).path("data");
        assertThat(detail.path("examples").path(0).asText()).contains("out of paper");
        assertThat(detail.path("solution").path("text").asText()).isEqualTo("Put paper into the tray");
        assertThat(detail.at("/recommendations/0/source").asText()).isEqualTo("operator");
        JsonNode similar = gateway.json("/api/v1/errors?similar=printer%20is%20out%20of%20paper")
                .path("data");
        assertThat(similar.at("/similar/0/id").asText())
                .isEqualTo(error.path("id").asText());
        assertThat(similar.at("/recommendations/0/fix/0").asText()).isEqualTo("Put paper into the tray");
        assertThat(similar.path("method").asText()).isEqualTo("lexical");
        assertThat(similar.path("note").asText()).contains("mehari.errors.embedding.model");
        assertThat(similar.at("/similarity/searches/total").asInt()).isPositive();
        assertThat(gateway.json("/api/v1/errors?solved=false").at("/data/total").asInt())
                .isZero();
        assertThat(gateway.json("/api/v1/errors?server=good&tool=errors&q=PAPER")
                        .at("/data/total")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/errors?solved=perhaps,422",
        "/api/v1/errors?similar=,422",
        "/api/v1/errors?limit=0,422",
        "/api/v1/errors/0000000000000000,404"
    })
    void whatCannotBeAnsweredSaysWhy(String path, int status) {
        HttpResponse<String> answer = gateway.http().get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}|422
            {"text":7}|422
            {"txt":"x"}|422
            {"known_error":"no-such-error"}|422
            {"text":"x"}|404
            """)
    void aSolutionThatCannotBeRecordedSaysWhy(String body, int status) {
        HttpResponse<String> answer = post("/api/v1/errors/0000000000000000/solution", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    private static JsonNode outOfPaper() {
        return gateway.json("/api/v1/errors?q=out%20of%20paper").at("/data/errors/0");
    }

    private static HttpResponse<String> post(String path, String body) {
        return gateway.http()
                .send(gateway.http()
                        .request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }
}
