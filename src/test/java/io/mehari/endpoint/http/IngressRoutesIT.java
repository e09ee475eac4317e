package io.mehari.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.endpoint.rest.RestGateway;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.http.HttpRequest.BodyPublishers;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A second protocol on the data plane: ingress routes beside the one for REST. */
class IngressRoutesIT {
    private RestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = RestGateway.start();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void eachRequestGoesToTheRouteWithTheLongestPath() throws Exception {
        serve("second", "/second");
        serve("deeper", "/second/deeper");

        assertThat(gateway.get("/second").body()).isEqualTo("\"second\"");
        assertThat(gateway.get("/second/x?y=1").body()).isEqualTo("\"second\"");
        assertThat(gateway.get("/second?y=1").body()).isEqualTo("\"second\"");
        assertThat(gateway.get("/second/deeper/x").body()).isEqualTo("\"deeper\"");
        assertThat(gateway.get("/secondary").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/health/live").body()).contains("live");
        assertThat(gateway.send(gateway.request("/files/read").POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void routeThatIsTakenAwayLeavesTheOthersAndThePort() throws Exception {
        serve("second", "/second");
        gateway.context().getRouteController().stopRoute("second");

        assertThat(gateway.get("/second").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void pathThatIsServedAlreadyIsRefused() throws Exception {
        serve("second", "/second");

        assertThatThrownBy(() -> serve("third", "/second/"))
                .hasStackTraceContaining("Ingress route second serves /second already; give third another path");
    }

    private void serve(String id, String path) throws Exception {
        gateway.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("netty-http:http://{{mehari.data.host}}:{{mehari.data.port}}" + path
                                + "?nettyHttpBinding=#httpBinding&nettySharedHttpServer=#dataPlaneServer")
                        .routeId(id)
                        .process(exchange -> exchange.getMessage()
                                .setBody(Response.json(HttpResponseStatus.OK, json -> json.writeString(id))));
            }
        });
    }
}
