package io.mehari.component.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Puts the definitions of the tools of an upstream that are allowed into the body. */
final class ListToolsProducer extends DefaultProducer {
    private final McpEndpoint endpoint;
    private final Upstreams upstreams;

    /**
     * A producer for one endpoint.
     *
     * @param endpoint names the server
     * @param upstreams the connections to servers
     */
    ListToolsProducer(McpEndpoint endpoint, Upstreams upstreams) {
        super(endpoint);
        this.endpoint = endpoint;
        this.upstreams = upstreams;
    }

    @Override
    public void process(Exchange exchange) {
        Upstream upstream = upstreams
                .find(endpoint.getServer())
                .orElseThrow(() -> new IllegalStateException("No upstream is named " + endpoint.getServer()));
        ArrayNode tools = Json.MAPPER.createArrayNode();
        upstream.tools().stream()
                .filter(tool ->
                        upstream.settings().tools().has(tool.path("name").asText()))
                .forEach(tools::add);
        exchange.getMessage().setBody(tools);
    }
}
