package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.ToolCall;
import io.mehari.catalog.ToolSource;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths of a gateway that was started for one server: those of mcpo, and all others. */
class SingleServerIT {
    private static final AtomicReference<ToolCall> SEEN = new AtomicReference<>();
    private static RestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RestGateway.of("time");
        gateway.pipeline = call -> {
            SEEN.set(call);
            return RestGateway.done(RestGateway.echo(call));
        };
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/now", "/now?x=1", "/time/now", "/api/v1/tools/time/now"})
    void reachesAToolWithAndWithoutTheServer(String path) throws Exception {
        SEEN.set(null);
        assertThat(gateway.post(path, "{\"a\": 1.10}").statusCode()).isEqualTo(200);
        assertThat(SEEN.get().server()).isEqualTo("time");
        assertThat(SEEN.get().tool()).isEqualTo("now");
    }

    @Test
    void takesToolsWithASlashInTheName() throws Exception {
        gateway.post("/a%2Fb", "{}");
        assertThat(SEEN.get().tool()).isEqualTo("a/b");
    }

    @Test
    void takesPostOnly() throws Exception {
        gateway.catalog.replace(
                ToolSource.of(Tools.settings("time")), List.of(Json.object().put("name", "now")));
        HttpResponse<String> response = gateway.get("/now");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue("OPTIONS, POST");
        assertThat(gateway.get("/favicon.ico").statusCode()).as("no tool").isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/static", "/admin", "/mcp"})
    void keepsItsOwnPaths(String path) throws Exception {
        SEEN.set(null);
        assertThat(gateway.send(gateway.request(path).POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isIn(404, 405, 415);
        assertThat(SEEN.get()).isNull();
        gateway.post("/api/v1/tools/time" + path, "{}");
        assertThat(SEEN.get().tool()).isEqualTo(path.substring(1));
    }

    @Test
    void saysSoOnTheFirstPage() throws Exception {
        assertThat(Json.read(gateway.get("/").body()).path("call").asText())
                .isEqualTo("POST /{tool} or POST /{server}/{tool}");
        assertThat(gateway.get("/health").statusCode()).isEqualTo(200);
    }
}
