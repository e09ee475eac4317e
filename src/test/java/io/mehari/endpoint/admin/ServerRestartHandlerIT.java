package io.mehari.endpoint.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.endpoint.rest.RestGateway;
import io.mehari.support.FakeUpstream;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ServerRestartHandlerIT {
    private final FakeUpstream files = new FakeUpstream("files");
    private RestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = RestGateway.start();
        gateway.upstreams.add(files);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    @DisplayName("S1.11 one server's connection is made anew")
    void makesOneConnectionAnew() throws Exception {
        HttpResponse<String> response = gateway.post("/api/v1/admin/servers/files/restart", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(RestGateway.json(response).at("/data/state").asText()).isEqualTo("ready");
        assertThat(files.restarts()).isEqualTo(1);
    }

    @Test
    void saysWhichServerWasMeant() throws Exception {
        HttpResponse<String> response = gateway.post("/api/v1/admin/servers/file/restart", "");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("did you mean files?");
        assertThat(files.restarts()).isZero();
    }

    @Test
    void refusesWhereEverythingIsStopped() throws Exception {
        files.restartWith(CompletableFuture.failedFuture(new IllegalStateException("Upstream files was stopped")));
        HttpResponse<String> response = gateway.post("/api/v1/admin/servers/files/restart", "");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("Upstream files was stopped");
    }

    @Test
    void answersGetWithTheMethodThatThereIs() throws Exception {
        assertThat(gateway.get("/api/v1/admin/servers/files/restart").statusCode())
                .isEqualTo(405);
    }
}
