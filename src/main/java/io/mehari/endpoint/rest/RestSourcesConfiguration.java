package io.mehari.endpoint.rest;

import io.mehari.component.generation.RunningGeneration;
import io.mehari.deadletter.DeadLetters;
import io.mehari.routes.Generations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the admin paths get what they show. */
@Configuration(proxyBeanMethods = false)
class RestSourcesConfiguration {
    @Bean
    DeadLetterListing deadLetterListing(DeadLetters deadLetters) {
        return new StoredDeadLetters(deadLetters);
    }

    @Bean
    RouteQueries routeQueries(Generations generations, RunningGeneration running) {
        return new RouteQueries(generations, running);
    }
}
