package io.mehari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.HealthCheck;
import io.mehari.support.Tools;
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
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        new GatewayStatus(health, catalog).process(exchange);
        assertThat(exchange.getMessage().getBody(ObjectNode.class))
                .isEqualTo(Tools.json("{'status': 'degraded', 'servers': {'files': {'tools': 1}},"
                        + " 'problems': {'upstream:files': 'Upstream files is joining'}}"));
    }

    private record Part(String name, Condition check) implements HealthCheck {}
}
