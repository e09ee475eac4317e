package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.acceptance.CallAnswer.Form;
import io.mehari.call.Outcome;
import io.mehari.upstream.stdio.FaultyServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every part that {@code /health} tells of, seen well, seen red, and seen well again. */
class HealthOverHttpIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static RouteEdit routes;
    private static WatchedGateway gateway;

    @BeforeAll
    static void start() {
        routes = RouteEdit.copyTo(directory);
        String servers = new Servers()
                .java("dies", FaultyServer.class.getName(), "dies")
                .java("good", FaultyServer.class.getName(), "tools", "errors", "ok")
                .toString();
        gateway = new WatchedGateway(
                directory,
                servers,
                Map.of("mehari.routes.directory", routes.directory().toString()));
        gateway.http().awaitTools(List.of("dies", "good"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void tellsOfAnUpstreamThatIsGoneAndBackAgain() {
        awaitCondition("upstream:dies", "healthy");
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(2)).untilAsserted(() -> {
            gateway.call(Form.SHORT, "dies", "run", "{}");
            JsonNode health = gateway.json("/health");
            assertThat(health.path("status").asText()).isEqualTo("degraded");
            assertThat(health.at("/checks/upstream:dies/status").asText()).isEqualTo("unhealthy");
            assertThat(health.at("/checks/upstream:dies/detail").asText()).contains("dies", "exited with code 3");
            assertThat(health.at("/checks/upstream:good/status").asText()).isEqualTo("healthy");
        });
        awaitCondition("upstream:dies", "healthy");
    }

    @Test
    void tellsThatDeadLettersAreLostAndKeptAgain() throws SQLException {
        awaitCondition("dead-letters", "healthy");
        try (Connection database = DriverManager.getConnection(
                        "jdbc:h2:file:" + directory.resolve("dead-letters").resolve("mehari")
                                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;IFEXISTS=TRUE",
                        "sa",
                        "");
                Statement statement = database.createStatement()) {
            statement.execute("alter table dead_letters rename to dead_letters_gone");
            CallAnswer answer = gateway.call(Form.ENVELOPE, "good", "errors", "{}");
            answer.requireOutcome(Outcome.UPSTREAM_ERROR);
            JsonNode check = gateway.json("/health").at("/checks/dead-letters");
            assertThat(check.path("status").asText()).isEqualTo("unhealthy");
            assertThat(check.path("detail").asText()).contains("Dead letters are lost", "the log has the cause");
            CallAnswer.requireNoInsides(check.toString());
            gateway.call(Form.SHORT, "good", "ok", "{}").requireOutcome(Outcome.SUCCESS);
            assertThat(gateway.http().get("/api/v1/admin/dead-letters").statusCode())
                    .isEqualTo(503);
            statement.execute("alter table dead_letters_gone rename to dead_letters");
        }
        awaitCondition("dead-letters", "healthy");
        gateway.call(Form.ENVELOPE, "good", "errors", "{}", Outcome.UPSTREAM_ERROR);
    }

    @Test
    void tellsOfRouteFilesThatWereNotTaken() {
        awaitCondition("routes", "healthy");
        routes.write("pipeline/broken.camel.yaml", "- route:\n    id: broken\n    from: {uri: \"nosuch:thing\"}\n");
        assertThat(gateway.http().post("/api/v1/admin/routes/reload", "").statusCode())
                .isEqualTo(422);
        JsonNode check = gateway.json("/health").at("/checks/routes");
        assertThat(check.path("status").asText()).isEqualTo("unhealthy");
        assertThat(check.path("detail").asText())
                .contains("broken.camel.yaml", "the previous routes continue to serve");
        assertThat(gateway.http().get("/health").statusCode()).isEqualTo(200);
        gateway.call(Form.SHORT, "good", "ok", "{}", Outcome.SUCCESS);

        assertThat(routes.directory()
                        .resolve("pipeline/broken.camel.yaml")
                        .toFile()
                        .delete())
                .isTrue();
        assertThat(gateway.http().post("/api/v1/admin/routes/reload", "").statusCode())
                .isEqualTo(200);
        awaitCondition("routes", "healthy");
    }

    private static void awaitCondition(String part, String status) {
        Awaitility.await("health of " + part)
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(gateway.json("/health")
                                .at("/checks/" + part + "/status")
                                .asText())
                        .isEqualTo(status));
    }
}
