package io.mehari.endpoint.http.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.ToolCall;
import io.mehari.catalog.ToolSource;
import io.mehari.endpoint.rest.RestGateway;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.Tools;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths of a gateway whose tools stand below a path of their own. */
class PathPrefixIT {
    private static final AtomicReference<ToolCall> SEEN = new AtomicReference<>();
    private static RestGateway many;
    private static RestGateway single;

    @BeforeAll
    static void start() throws Exception {
        many = new RestGateway(RestGateway.below("x"), RestGateway.OPEN);
        single = new RestGateway(RestGateway.below("/x/y"), RestGateway.OPEN, Optional.of("time"));
        for (RestGateway gateway : new RestGateway[] {many, single}) {
            gateway.pipeline = call -> {
                SEEN.set(call);
                return RestGateway.done(RestGateway.echo(call));
            };
        }
    }

    @AfterAll
    static void stop() {
        many.close();
        single.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/x/s/t,                s,    t",
        "/%78/s/t?q=1,          s,    t",
        "/x/x/x,                x,    x",
        "/x/s/a%2Fb,            s,    a/b",
        "/api/v1/tools/s/t,     s,    t"
    })
    @ChangesBehaviour("mehari.data.path-prefix")
    void reachesToolsBelowThePrefix(String path, String server, String tool) throws Exception {
        assertThat(many.post(path, "{}").statusCode()).isEqualTo(200);
        assertThat(SEEN.get().server()).isEqualTo(server);
        assertThat(SEEN.get().tool()).isEqualTo(tool);
    }

    @ParameterizedTest
    @CsvSource({"/x/y/now, now", "/x/y/time/now, now", "/x/y/x, x", "/api/v1/tools/time/now, now"})
    void reachesToolsOfASingleServerBelowThePrefix(String path, String tool) throws Exception {
        assertThat(single.post(path, "{}").statusCode()).isEqualTo(200);
        assertThat(SEEN.get().server()).isEqualTo("time");
        assertThat(SEEN.get().tool()).isEqualTo(tool);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/s/t",
                "/X/s/t",
                "/x%2Fs/t",
                "/x",
                "/x/",
                "/x/s",
                "/x/s/",
                "/x//t",
                "/x/docs/t",
                "/x/s/t/u",
                "/x/api/v1"
            })
    void namesThePrefixWhereThereIsNothing(String path) throws Exception {
        SEEN.set(null);
        assertThat(many.post(path, "{}")).satisfies(response -> {
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("POST /x/{server}/{tool} (mehari.data.path-prefix is /x/)");
        });
        assertThat(SEEN.get()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/now", "/time/now", "/x/now", "/x/time/now", "/x/y", "/x/y/", "/x/y/metrics"})
    void hidesToolsOfASingleServerElsewhere(String path) throws Exception {
        SEEN.set(null);
        assertThat(single.post(path, "{}").statusCode()).isEqualTo(404);
        assertThat(SEEN.get()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/health/live", "/api/v1/tools", "/api/v1/servers"})
    void leavesItsOwnPathsWhereTheyAre(String path) throws Exception {
        assertThat(many.get(path).statusCode()).isIn(200, 503);
        assertThat(many.get("/x" + path).statusCode()).isEqualTo(404);
    }

    @Test
    void saysSoOnTheFirstPage() throws Exception {
        assertThat(Json.read(many.get("/").body()).path("call").asText()).isEqualTo("POST /x/{server}/{tool}");
        assertThat(Json.read(single.get("/").body()).path("call").asText())
                .isEqualTo("POST /x/y/{tool} or POST /x/y/{server}/{tool}");
    }

    @Test
    void takesPostOnly() throws Exception {
        assertThat(many.get("/x/s/t").statusCode()).as("no tool").isEqualTo(404);
        many.catalog.replace(
                ToolSource.of(Tools.settings("s")), List.of(Json.object().put("name", "t")));
        assertThat(many.get("/x/s/t").statusCode()).isEqualTo(405);
    }
}
