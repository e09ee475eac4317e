package com.example.saddles;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Routes of the shop, in the Camel context of the shop. */
@Component
public class ShopRoutes extends RouteBuilder {
    @Override
    public void configure() {
        // A route of the shop calls a tool of the gateway, through its whole pipeline.
        from("direct:quote")
                .routeId("quote")
                .setBody(exchange -> Map.of("saddle", exchange.getMessage().getBody(String.class)))
                .to("tool:camel/saddle_price")
                .setBody(exchange -> "Our offer: "
                        + exchange.getMessage()
                                .getBody(JsonNode.class)
                                .at("/content/0/text")
                                .asText());
    }
}
