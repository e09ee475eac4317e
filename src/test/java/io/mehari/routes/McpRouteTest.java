package io.mehari.routes;

import org.springframework.test.context.TestPropertySource;

/** The ingress route by streamable HTTP. */
@TestPropertySource(properties = "route=endpoint/mcp.camel.yaml")
class McpRouteTest extends McpIngressRouteFixture {
    McpRouteTest() {
        super("mcp");
    }

    @Override
    String path() {
        return "/mcp";
    }
}
