package io.mehari.endpoint.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S0.8: which route leads to which")
class RouteLinksTest {
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private Collection<RouteLink> links(RouteBuilder... builders) throws Exception {
        context.getRegistry().bind("camelTools", (org.apache.camel.Processor) exchange -> {});
        context.getRegistry().bind("mcpDispatch", (org.apache.camel.Processor) exchange -> {});
        for (RouteBuilder builder : builders) {
            if (builder instanceof RouteConfigurationBuilder configuration) {
                context.addRoutesConfigurations(configuration);
            } else {
                context.addRoutes(builder);
            }
        }
        RouteTargets targets = new RouteTargets();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            targets.add(route.getRouteId(), route.getGroup(), route.getInput().getEndpointUri());
        }
        RouteLinks links = new RouteLinks(targets);
        context.getRouteDefinitions().forEach(links::add);
        context.getRouteConfigurationDefinitions().forEach(links::add);
        return links.all();
    }

    @Test
    void followsAddressesThroughEveryKindOfStep() throws Exception {
        Collection<RouteLink> links = links(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a")
                        .routeId("a")
                        .to("direct://b?synchronous=true")
                        .id("first")
                        .choice()
                        .when(constant(true))
                        .wireTap("seda:c")
                        .id("tap")
                        .endChoice()
                        .otherwise()
                        .enrich("direct:d")
                        .id("add")
                        .end()
                        .to("log:out");
                from("direct:b").routeId("b").recipientList(constant("direct:d")).id("some");
                from("seda:c?size=5").routeId("c").log("c");
                from("direct:d").routeId("d").log("d");
            }
        });
        assertThat(links)
                .containsExactlyInAnyOrder(
                        new RouteLink("a", "b", "call", "first"),
                        new RouteLink("a", "c", "tap", "tap"),
                        new RouteLink("a", "d", "call", "add"),
                        new RouteLink("b", "d", "call", "some"));
    }

    @Test
    void knowsWhereAddressesThatAreMadeForEachCallLead() throws Exception {
        Collection<RouteLink> links = links(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:dispatch")
                        .routeId("dispatch")
                        .toD("direct:${exchangeProperty.mehariRoute}")
                        .id("reach");
                from("direct:upstream-files").routeId("upstream-files").group("upstream").log("f");
                from("direct:camel-tools").routeId("camel-tools").group("upstream").process("camelTools").id("call");
                from("direct:other").routeId("other").group("pipeline").toD("direct:${header.x}");
                from("timer:now?repeatCount=0").routeId("now").group("tools").log("t");
            }
        });
        assertThat(links)
                .containsExactlyInAnyOrder(
                        new RouteLink("dispatch", "upstream-files", "call", "reach"),
                        new RouteLink("dispatch", "camel-tools", "call", "reach"));
    }

    @Test
    void knowsBeansAndAddressesThatMakeCalls() {
        RouteTargets targets = new RouteTargets();
        targets.add("tool-call", "pipeline", "direct://tool-call");
        targets.add("my-time", "tools", "ai-tool://time?description=x");
        assertThat(targets.ofBean("mcpDispatch")).containsExactly("tool-call");
        assertThat(targets.ofBean("camelTools")).containsExactly("my-time");
        assertThat(targets.ofBean("admission")).isEmpty();
        assertThat(targets.ofAddress("generation:tool-call")).containsExactly("tool-call");
        assertThat(targets.ofAddress("tool:files/read")).containsExactly("tool-call");
        assertThat(targets.ofAddress("https://example.org")).isEmpty();
    }

    @Test
    void knowsWhatTakesFailures() throws Exception {
        Collection<RouteLink> links = links(
                new RouteConfigurationBuilder() {
                    @Override
                    public void configuration() {
                        routeConfiguration("firewall")
                                .onException(Exception.class)
                                .handled(true)
                                .to("direct:mend")
                                .id("mend-it");
                    }
                },
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:a").routeId("a").routeConfigurationId("firewall").log("a");
                        from("direct:mend").routeId("mend").log("m");
                    }
                });
        context.start();
        assertThat(links).contains(new RouteLink("firewall", "mend", "call", "mend-it"));
        RouteTargets targets = new RouteTargets();
        targets.add("mend", "", "direct:mend");
        RouteLinks again = new RouteLinks(targets);
        context.getRouteDefinitions().forEach(again::add);
        assertThat(again.all()).containsExactly(new RouteLink("a", "firewall", "failure", ""));
    }
}
