package io.mehari.routes;

import org.springframework.test.context.TestPropertySource;

/** The ingress route of clients that listen by HTTP+SSE. */
@TestPropertySource(properties = "route=endpoint/mcp-sse.camel.yaml")
class McpSseRouteTest extends McpIngressRouteFixture {
    McpSseRouteTest() {
        super("mcp-sse");
    }

    @Override
    String path() {
        return "/sse";
    }
}
