package io.mehari.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.endpoint.rest.RestGateway;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.awaitility.Awaitility;
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

    @Test
    void routesOfAnotherContextTakeOverAndWhatIsUnderWayEndsInTheFormerOnes() throws Exception {
        List<Runnable> held = new CopyOnWriteArrayList<>();
        serve(gateway.context(), "former", "/second", new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                held.add(() -> callback.done(false));
                return false;
            }
        });
        CompletableFuture<String> underWay = CompletableFuture.supplyAsync(() -> body("/second"));
        Awaitility.await().until(() -> held.size() == 1);
        try (DefaultCamelContext next = new DefaultCamelContext()) {
            next.disableJMX();
            next.getCamelContextExtension().setRegistry(gateway.context().getRegistry());
            next.getPropertiesComponent()
                    .setInitialProperties(
                            ((PropertiesComponent) gateway.context().getPropertiesComponent()).getInitialProperties());
            next.start();
            serve(next, "latter", "/second", exchange -> {});
            serve(next, "new", "/new", exchange -> {});
            assertThat(gateway.get("/new").statusCode()).as("not yet").isEqualTo(404);

            gateway.handOver(next).orTimeout(10, TimeUnit.SECONDS).join();

            assertThat(body("/second")).isEqualTo("\"latter\"");
            assertThat(body("/new")).isEqualTo("\"new\"");
            assertThat(gateway.get("/health/live").statusCode())
                    .as("no route of the next context is at this path")
                    .isEqualTo(404);
            held.forEach(Runnable::run);
            assertThat(underWay.get(10, TimeUnit.SECONDS)).isEqualTo("\"former\"");
        }
    }

    private String body(String path) {
        try {
            return gateway.get(path).body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(String id, String path) throws Exception {
        serve(gateway.context(), id, path, exchange -> {});
    }

    private static void serve(CamelContext context, String id, String path, Processor before) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("netty-http:http://{{mehari.data.host}}:{{mehari.data.port}}" + path
                                + "?nettyHttpBinding=#httpBinding&nettySharedHttpServer=#dataPlaneServer")
                        .routeId(id)
                        .process(before)
                        .process(exchange -> exchange.getMessage()
                                .setBody(Response.json(HttpResponseStatus.OK, json -> json.writeString(id))));
            }
        });
    }
}
