package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ToolCatalog;
import io.mehari.monitoring.Health;
import io.mehari.protocol.Json;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Puts what an agent may know about the gateway into the body: the tool {@code gateway_status}. */
final class GatewayStatus implements Processor {
    private final Health health;
    private final ToolCatalog catalog;
    private final Upstreams upstreams;
    private final ServerHealths healths;

    GatewayStatus(Health health, ToolCatalog catalog, Upstreams upstreams, ServerHealths healths) {
        this.health = health;
        this.catalog = catalog;
        this.upstreams = upstreams;
        this.healths = healths;
    }

    @Override
    public void process(Exchange exchange) {
        Health.Report report = health.report();
        ObjectNode answer = Json.object().put("status", report.healthy() ? "healthy" : "degraded");
        ObjectNode servers = answer.putObject("servers");
        catalog.servers()
                .forEach(server -> servers.putObject(server)
                        .put("tools", catalog.tools(server).size()));
        upstreams
                .all()
                .forEach(upstream -> servers.withObjectProperty(upstream.name())
                        .put("state", healths.of(upstream).state().name().toLowerCase(Locale.ROOT)));
        ObjectNode problems = answer.putObject("problems");
        report.parts().forEach((part, condition) -> {
            if (!condition.healthy()) {
                problems.put(part, condition.detail());
            }
        });
        exchange.getMessage().setBody(answer);
    }
}
