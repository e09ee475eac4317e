package com.example.saddles;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application with Camel routes and beans of its own. That it has the gateway stands in its pom.xml only. */
@SpringBootApplication
public class SaddleShop {
    public static void main(String[] arguments) {
        SpringApplication.run(SaddleShop.class, arguments);
    }

    /** A bean of a name and type that the gateway has, too: each keeps its own. */
    @Bean
    Clock clock() {
        return Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    }

    /** Lets a tool use a route of the shop: {@code process: {ref: quote}} in a route file. */
    @Bean
    Processor quote(ProducerTemplate template) {
        return exchange -> exchange.getMessage()
                .setBody(template.requestBody(
                        "direct:quote", exchange.getMessage().getHeader("saddle"), String.class));
    }
}
