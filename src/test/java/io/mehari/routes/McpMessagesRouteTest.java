package io.mehari.routes;

import org.springframework.test.context.TestPropertySource;

/** The ingress route of clients that speak by HTTP+SSE. */
@TestPropertySource(properties = "route=endpoint/mcp-messages.camel.yaml")
class McpMessagesRouteTest extends McpIngressRouteFixture {
    McpMessagesRouteTest() {
        super("mcp-messages");
    }

    @Override
    String path() {
        return "/messages";
    }
}
