package com.example.shop;

import io.mehari.MehariApplication;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** An application of somebody else that has Camel routes and gets the gateway as a dependency, as the guide says. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(MehariApplication.class)
public class ShopApplication {
    /** A bean of the shop, which route files name. */
    @Bean
    Processor saddlePrice() {
        return exchange -> exchange.getMessage().setBody("a saddle is 120");
    }

    /** A route of the shop, which has nothing to do with the gateway. */
    @Bean
    RouteBuilder opening() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:opening").routeId("shop-opening").setBody(constant("from nine to five"));
            }
        };
    }
}
