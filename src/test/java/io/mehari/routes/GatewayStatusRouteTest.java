package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.protocol.Json;
import io.mehari.support.FakeUpstream;
import io.mehari.support.GatewayBeans;
import io.mehari.support.Tools;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The tool gateway_status: what it says of itself, and what it tells of servers. */
@TestPropertySource(properties = "route=tools/gateway-status.camel.yaml")
@Import(GatewayBeans.class)
class GatewayStatusRouteTest extends RouteFixture {
    @Autowired
    private Upstreams upstreams;

    @Autowired
    private ToolCatalog catalog;

    @TempDir
    static Path directory;

    @DynamicPropertySource
    static void keepDeadLettersThere(DynamicPropertyRegistry properties) {
        properties.add("mehari.dead-letters.directory", directory::toString);
    }

    @Override
    void replaceNeighbours() {
        // the tool runs on the gateway's own beans
    }

    @Test
    void saysWhatItTakesAndGives() {
        ObjectNode definition = tool().definition();
        assertThat(tool().server()).isEqualTo("camel");
        assertThat(definition.path("name").asText()).isEqualTo("gateway_status");
        assertThat(definition.path("title").asText()).isEqualTo("Gateway status");
        assertThat(definition.path("description").asText()).contains("servers", "tools", "wrong");
        assertThat(definition.path("inputSchema"))
                .isEqualTo(Tools.json("{'type': 'object', 'properties': {}, 'additionalProperties': false}"));
        assertThat(definition.path("annotations"))
                .isEqualTo(Tools.json("{'readOnlyHint': true, 'openWorldHint': false}"));
    }

    @Test
    void tellsWhichServersHaveHowManyToolsAndWhatIsWrong() throws Exception {
        assertThat(status()).isEqualTo(Tools.json("{'status': 'healthy', 'servers': {}, 'problems': {}}"));
        catalog.replace(
                ToolSource.of(Tools.settings("files")), List.of(Tools.definition("read"), Tools.definition("write")));
        upstreams.add(new FakeUpstream("files"));
        upstreams.add(new FakeUpstream("mail").state(UpstreamState.WAITING, "no such host"));
        assertThat(status())
                .isEqualTo(Tools.json("{'status': 'degraded', 'servers':"
                        + " {'files': {'tools': 2, 'state': 'online'}, 'mail': {'state': 'offline'}},"
                        + " 'problems': {'upstream:mail': 'Upstream mail is waiting: no such host'}}"));
    }

    private JsonNode status() throws Exception {
        return Json.read(call(Tools.json("{}")).at("/content/0/text").asText());
    }
}
