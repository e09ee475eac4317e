package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.exchange.ExchangeState;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.netty.http.DefaultNettyHttpBinding;
import org.apache.camel.component.netty.http.DefaultNettySharedHttpServer;
import org.apache.camel.component.netty.http.NettyHttpBinding;
import org.apache.camel.component.netty.http.NettyHttpEndpoint;
import org.apache.camel.component.netty.http.NettySharedHttpServer;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The way of a request through the ingress route: a tool call into the pipeline, anything else to its own answer. */
@TestPropertySource(properties = "route=endpoint/rest.camel.yaml")
class RestRouteTest extends RouteFixture {
    private static final String ENTRY = "direct:request";
    private static final NettySharedHttpServer SERVER = new DefaultNettySharedHttpServer();
    private static final String PIPELINE = "generation:tool-call";

    @Override
    void replaceNeighbours() throws Exception {
        List.of("restIngress", "restAnswers", "restReply").forEach(this::standInBean);
        context.getRegistry().bind("httpBinding", NettyHttpBinding.class, new StandInBinding());
        context.getRegistry().bind("dataPlaneServer", NettySharedHttpServer.class, SERVER);
        standInComponent("generation");
        standInEndpoint(PIPELINE);
        enterAt("rest", ENTRY);
        standInCaller(ENTRY);
    }

    @Test
    void aToolCallPassesThePipelineOfTheRunningGeneration() {
        during("restIngress", exchange -> exchange.setProperty(ExchangeState.CALL, "a call"));
        during("restReply", exchange -> exchange.getMessage().setBody("answer"));
        assertThat(send(ENTRY).getMessage().getBody()).isEqualTo("answer");
        assertThat(trace()).containsExactly("restIngress", PIPELINE, "restReply");
    }

    @Test
    void anythingElseIsAnsweredWithoutThePipeline() {
        send(ENTRY);
        assertThat(trace()).containsExactly("restIngress", "restAnswers", "restReply");
    }

    @Test
    void aFailureIsLeftToTheBinding() {
        during("restIngress", FAILS);
        assertThat(send(ENTRY).getException()).hasMessage("broken on purpose");
        assertThat(trace()).containsExactly("restIngress");
        trace().clear();
        send(CALLER);
        assertThat(trace()).as("no error handler of the route's own").containsExactly("restIngress", FIREWALL);
    }

    @Test
    void listensThroughTheGatewaysServerWhereTheSettingsSay() {
        NettyHttpEndpoint endpoint = endpoint(Map.of());
        assertThat(endpoint.getNettyHttpBinding()).isInstanceOf(StandInBinding.class);
        assertThat(endpoint.getNettySharedHttpServer()).isSameAs(SERVER);
        assertThat(endpoint.getEndpointUri()).as("default").isEqualTo("http://127.0.0.1:8000");
        assertThat(endpoint(Map.of("mehari.data.host", "0.0.0.0", "mehari.data.port", "8080"))
                        .getEndpointUri())
                .isEqualTo("http://0.0.0.0:8080");
    }

    private NettyHttpEndpoint endpoint(Map<String, String> settings) {
        return entryOf("rest", NettyHttpEndpoint.class, settings);
    }

    /** Known by its type, since each endpoint has a copy of the binding. */
    private static final class StandInBinding extends DefaultNettyHttpBinding {}
}
