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
import org.springframework.test.context.TestPropertySource;

/** The way of a message through the ingress route of the MCP endpoint. */
@TestPropertySource(properties = "route=endpoint/mcp.camel.yaml")
class McpRouteTest extends RouteFixture {
    private static final String ENTRY = "direct:request";
    private static final NettySharedHttpServer SERVER = new DefaultNettySharedHttpServer();

    @Override
    void replaceNeighbours() throws Exception {
        List.of("mcpIngress", "mcpDispatch").forEach(this::standInBean);
        context.getRegistry().bind("httpBinding", NettyHttpBinding.class, new DefaultNettyHttpBinding());
        context.getRegistry().bind("dataPlaneServer", NettySharedHttpServer.class, SERVER);
        enterAt("mcp", ENTRY);
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
        NettyHttpEndpoint endpoint = entryOf("mcp", NettyHttpEndpoint.class, Map.of());

        assertThat(endpoint.getNettySharedHttpServer()).isSameAs(SERVER);
        assertThat(endpoint.getConfiguration().getPath()).isEqualTo("/mcp");
    }
}
