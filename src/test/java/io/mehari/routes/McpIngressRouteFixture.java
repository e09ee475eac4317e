package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.component.netty.http.DefaultNettyHttpBinding;
import org.apache.camel.component.netty.http.DefaultNettySharedHttpServer;
import org.apache.camel.component.netty.http.NettyHttpBinding;
import org.apache.camel.component.netty.http.NettyHttpEndpoint;
import org.apache.camel.component.netty.http.NettySharedHttpServer;
import org.junit.jupiter.api.Test;

/** The way of a message through an ingress route of the MCP endpoint: all have the same steps. */
abstract class McpIngressRouteFixture extends RouteFixture {
    private static final String ENTRY = "direct:request";
    private static final NettySharedHttpServer SERVER = new DefaultNettySharedHttpServer();

    private final String route;

    McpIngressRouteFixture(String route) {
        this.route = route;
    }

    /** At and below which the route listens. */
    abstract String path();

    @Override
    void replaceNeighbours() throws Exception {
        List.of("mcpIngress", "mcpDispatch").forEach(this::standInBean);
        context.getRegistry().bind("httpBinding", NettyHttpBinding.class, new DefaultNettyHttpBinding());
        context.getRegistry().bind("dataPlaneServer", NettySharedHttpServer.class, SERVER);
        enterAt(route, ENTRY);
        standInCaller(ENTRY);
    }

    @Test
    void aMessageIsAdmittedThenDispatched() {
        during("mcpDispatch", exchange -> exchange.getMessage().setBody("answer"));

        assertThat(send(ENTRY).getMessage().getBody()).isEqualTo("answer");
        assertThat(trace()).containsExactly("mcpIngress", "mcpDispatch");
    }

    @Test
    void aFailureIsLeftToTheBinding() {
        during("mcpIngress", FAILS);

        assertThat(send(ENTRY).getException()).hasMessage("broken on purpose");
        assertThat(trace()).containsExactly("mcpIngress");
    }

    @Test
    void listensBelowItsPathThroughTheGatewaysServer() {
        NettyHttpEndpoint endpoint = entryOf(route, NettyHttpEndpoint.class, Map.of());

        assertThat(endpoint.getNettySharedHttpServer()).isSameAs(SERVER);
        assertThat(endpoint.getConfiguration().getPath()).isEqualTo(path());
    }
}
