package io.mehari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.HealthCheck;
import io.mehari.support.FakeUpstream;
import io.mehari.support.Tools;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class GatewayStatusTest {
    @Test
    void tellsServersAndProblems() {
        ToolCatalog catalog = new ToolCatalog();
        catalog.replace(ToolSource.of(Tools.settings("files")), List.of(Tools.definition("read")));
        Health health = new Health(
                () -> List.of(
                        new Part("upstream:files", HealthCheck.Condition.unhealthy("Upstream files is joining")),
                        new Part("routes", HealthCheck.Condition.HEALTHY)),
                Clock.systemUTC());
        Upstreams upstreams = new Upstreams();
        upstreams.add(new FakeUpstream("files").state(UpstreamState.WAITING, "lost"));
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        new GatewayStatus(health, catalog, upstreams, ServerHealths.NONE).process(exchange);
        assertThat(exchange.getMessage().getBody(ObjectNode.class))
                .isEqualTo(Tools.json("{'status': 'degraded', 'servers': {'files': {'tools': 1, 'state': 'offline'}},"
                        + " 'problems': {'upstream:files': 'Upstream files is joining'}}"));
    }

    private record Part(String name, Condition check) implements HealthCheck {}
}
